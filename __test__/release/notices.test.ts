import { beforeAll, describe, expect, test } from "vitest";
import { platforms } from "../../scripts/steps/pack.mjs";
import { linkedCrates, thirdPartyNotices } from "../../scripts/steps/third-party-notices.mjs";

describe("the notices in a platform package", () => {
  let notices = "";
  let crates: { name: string; license: string | null }[] = [];
  beforeAll(async () => {
    const target = "x86_64-unknown-linux-gnu";
    crates = await linkedCrates(target);
    notices = await thirdPartyNotices(target);
  }, 60_000);

  test("name every crate that is compiled into the binary, with its licence", () => {
    expect(crates.length).toBeGreaterThan(50);
    for (const { name, license } of crates) {
      expect(license, name).toBeTruthy();
      expect(notices).toContain(`: ${license}`);
      expect(notices).toMatch(new RegExp(`^${name} \\S+: .+$`, "m"));
    }
    for (const name of ["rustls", "ring", "tokio", "napi", "reqwest"])
      expect(crates.map((crate) => crate.name)).toContain(name);
  });

  test("carry the words of licences that ask for it", () => {
    expect(notices).toContain("Permission is hereby granted, free of charge");
    expect(notices).toContain("Copyright (c) 2020 LongYinan");
    expect(notices).toMatch(/ring .+\n-+\n/);
  });

  test("leave out what only builds or tests the binary", () => {
    const names = crates.map((crate) => crate.name);
    for (const absent of ["criterion", "proptest", "napi-build", "syn", "napi-derive", "auriko"])
      expect(names).not.toContain(absent);
  });

  test.each(platforms().map(({ target }) => target))(
    "can be written for %s",
    async (target) => {
      expect((await thirdPartyNotices(target)).length).toBeGreaterThan(100_000);
    },
    60_000,
  );
});
