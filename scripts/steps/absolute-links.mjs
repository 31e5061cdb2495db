import { posix } from "node:path";

/**
 * A Markdown text whose relative links lead to the repository, at the commit that the package was made from: what is packed
 * stands where its neighbours are not. `directory` is where the text lies in the repository. Without a repository, unchanged.
 */
export function absoluteLinks(markdown, repository, directory = "") {
  if (!repository) return markdown;
  const { web, commit } = repository;
  const absolute = (target) => `${web}/blob/${commit}/${posix.join(directory, target)}`;
  return outsideCode(markdown, (text) =>
    text
      .replace(/(\]\()([^)\s]+)(\))/g, (whole, before, target, after) =>
        isRelative(target) ? before + absolute(target) + after : whole,
      )
      .replace(/^(\[[^\]]+\]:\s*)(\S+)/gm, (whole, before, target) =>
        isRelative(target) ? before + absolute(target) : whole,
      ),
  );
}

const isRelative = (target) => !/^([a-z][a-z0-9+.-]*:|#|\/)/i.test(target);

/** Applies `change` to what is not a fenced code block. */
const outsideCode = (markdown, change) =>
  markdown
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join("");
