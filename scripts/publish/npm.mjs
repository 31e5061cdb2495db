import { platforms } from "../steps/pack.mjs";
import { run } from "../steps/run.mjs";

/** Platform packages first, since the SDK asks for them; then the SDK; then what builds on it. */
export function inOrder(tarballs) {
  const rank = ({ manifest }) => {
    if (platforms().some(({ packageName }) => packageName === manifest.name)) return 0;
    return manifest.name === "@auriko/sdk" ? 1 : 2;
  };
  return [...tarballs].sort((a, b) => rank(a) - rank(b) || a.manifest.name.localeCompare(b.manifest.name));
}

/** Whether the registry has this version. Anything but a clear answer is an error: publishing on a guess is not undone. */
export async function isPublished({ name, version }, options) {
  try {
    const found = await run("npm", ["view", `${name}@${version}`, "version", ...registry(options)], {
      quiet: true,
    });
    return found.trim() !== "";
  } catch (error) {
    if (/\bE404\b/.test(error.output ?? "")) return false;
    throw new Error(
      `Whether ${name} ${version} is published can't be told:\n${error.output ?? error.message}`,
    );
  }
}

/** Publishes one tarball. A version with a suffix, such as 2.0.0-beta.1, does not become what people get by default. */
export async function publishTarball({ path, manifest }, { provenance, dryRun, ...options }) {
  const flags = [
    "--access=public",
    `--tag=${manifest.version.includes("-") ? "next" : "latest"}`,
    ...(provenance ? ["--provenance"] : []),
    ...(dryRun ? ["--dry-run"] : []),
  ];
  await run("npm", ["publish", path, ...flags, "--loglevel=error", ...registry(options)]);
}

const registry = ({ registry: url }) => (url ? [`--registry=${url}`] : []);
