import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { root } from "../house/repository";
import { cargo } from "./cargo";

/** A machine without a build of the crate compiles it first. */
const COMPILING = 900_000;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway?.close());

const environment = () => ({
  AURIKO_API_KEY: gateway.apiKey,
  AURIKO_BASE_URL: gateway.baseUrl,
  NO_PROXY: "*",
});

describe("the examples of the Rust crate, against the local gateway", () => {
  const example = (name: string) =>
    cargo(["run", "--quiet", "--package", "auriko", "--example", name, "--", "Say hello."], {
      env: environment(),
    });

  test(
    "chat prints an answer, its route and its cost",
    async () => {
      const printed = await example("chat");
      expect(printed).toMatch(/^\S.*\nby \w+ for [\d.e-]+ USD\n\d+ tokens in 1 attempt\(s\)\n$/s);
    },
    COMPILING,
  );

  test(
    "stream prints an answer while it arrives",
    async () => {
      const printed = await example("stream");
      expect(printed).toMatch(/^\S.*\n\d+ tokens in 1 attempt\(s\)\n$/s);
      expect(gateway.requests.map(({ status }) => status)).toEqual([200]);
    },
    COMPILING,
  );

  test(
    "stream says how far it came when the answer breaks off",
    async () => {
      gateway.failNext("close;at=event;after=2");
      await expect(example("stream")).rejects.toThrow(/broke off behind \d+ bytes/);
    },
    COMPILING,
  );
});

const program = `use futures::StreamExt;

#[tokio::main]
async fn main() -> Result<(), auriko::Error> {
    let request = auriko::ChatCompletionRequest::new("gpt-5.4", [auriko::Message::user("Say hello.")]);
    let mut stream = auriko::Client::new()?.chat().create_stream(request).await?;
    while let Some(chunk) = stream.next().await {
        print!("{}", chunk?.text().unwrap_or_default());
    }
    Ok(())
}
`;

describe("a Rust program outside the repository", () => {
  const folder = mkdtempSync(join(tmpdir(), "auriko-outside-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test(
    "takes the crate by its path and streams an answer",
    async () => {
      mkdirSync(join(folder, "src"));
      writeFileSync(join(folder, "src/main.rs"), program);
      writeFileSync(
        join(folder, "Cargo.toml"),
        [
          '[package]\nname = "outside"\nedition = "2024"\n\n[workspace]\n\n[dependencies]',
          `auriko = { path = ${JSON.stringify(join(root, "crates/auriko"))} }`,
          'futures = { version = "0.3", default-features = false, features = ["std"] }',
          'tokio = { version = "1.54", features = ["macros", "rt-multi-thread"] }\n',
        ].join("\n"),
      );
      // The versions that are known to work, so that nothing is downloaded anew.
      copyFileSync(join(root, "Cargo.lock"), join(folder, "Cargo.lock"));
      const env = { ...environment(), CARGO_TARGET_DIR: join(root, "target/outside") };
      const printed = await cargo(["run", "--quiet"], { cwd: folder, env });
      expect(printed.length).toBeGreaterThan(5);
      expect(gateway.requests.map(({ status }) => status)).toEqual([200]);
    },
    COMPILING,
  );
});
