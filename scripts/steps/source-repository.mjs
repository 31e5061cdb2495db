import { execFileSync } from "node:child_process";
import { root } from "./root.mjs";

/**
 * Where this tree can be read on the web, and the commit that it stands at: `{ web, commit }`. Taken from the workflow that
 * builds it, or from the clone's `origin`, so that a fork names itself; undefined where neither tells.
 */
export function sourceRepository(env = process.env) {
  const web = webAddress(
    env.GITHUB_REPOSITORY ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}` : origin(),
  );
  const commit = env.GITHUB_SHA ?? git(["rev-parse", "HEAD"]);
  return web && commit ? { web, commit } : undefined;
}

/** The address of a remote in a browser, from any of the forms that git takes; undefined for one that no browser opens. */
export function webAddress(remote = "") {
  const [, host, path] =
    remote.match(
      /^(?:https?:\/\/|ssh:\/\/|git\+https:\/\/)(?:[^@/]+@)?([^/:]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/,
    ) ??
    remote.match(/^(?:[^@/]+@)([^/:]+):(.+?)(?:\.git)?\/?$/) ??
    [];
  return host && path ? `https://${host}/${path}` : undefined;
}

/** The manifest's fields that lead a reader from a package to its source; none without a repository. */
export function repositoryFields(repository, directory) {
  if (!repository) return {};
  return {
    repository: { type: "git", url: `git+${repository.web}.git`, ...(directory ? { directory } : {}) },
    bugs: { url: `${repository.web}/issues` },
  };
}

const origin = () => git(["remote", "get-url", "origin"]);

function git(args) {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return undefined;
  }
}
