import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { read, root } from "../house/repository";
import { pages } from "./blocks";

const prose = (page: string) => read(page).replace(/^(\s*)(`{3,})[\s\S]*?^\s*\2\s*$/gm, "");

/** The fragment that a rendered heading gets on GitHub and npm. */
const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const anchors = (page: string) =>
  [...prose(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => slug(heading ?? ""));

test.each(pages())("every link in %s leads somewhere", (page) => {
  const links = [...prose(page).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].map(([, link]) => link ?? "");
  const dead = links.filter((link) => {
    const [path = "", fragment] = link.split("#");
    const target = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(root, target))) return true;
    return fragment !== undefined && target.endsWith(".md") && !anchors(target).includes(fragment);
  });
  expect(dead).toEqual([]);
});
