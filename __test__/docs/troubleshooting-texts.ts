import { read } from "../house/repository";

/** The texts that the first column of the tables of docs/troubleshooting.md is found by, each in its parts: `…` stands for anything. */
export const troubleshootingTexts = (section?: string): string[][] => {
  const page = read("docs/troubleshooting.md");
  const part =
    section === undefined ? page : (page.split(/^## /m).find((text) => text.startsWith(section)) ?? "");
  return [...part.matchAll(/^\| ``? ?`?(.+?)`? ?`?`? \|/gm)].map(([, text = ""]) =>
    text.replace(/^` ?| ?`$/g, "").split("…"),
  );
};

/** Whether a message holds the parts, one after the other. */
export const holds = (message: string, parts: readonly string[]): boolean => {
  let at = 0;
  return parts.every((part) => {
    const found = message.indexOf(part, at);
    at = found + part.length;
    return found !== -1;
  });
};
