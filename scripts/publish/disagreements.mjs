import { binaryFormat } from "../steps/binary-format.mjs";
import { platforms } from "../steps/pack.mjs";
import { noticesFile } from "../steps/third-party-notices.mjs";
import { fileOf } from "./tarballs.mjs";

const sdk = "@auriko/sdk";
const provider = "@auriko/ai-sdk-provider";

/**
 * What speaks against publishing these tarballs as `version`, one sentence each; nothing when all is well. `disagreeing` are
 * the files of the tree that state another one.
 */
export function disagreements(tarballs, { version, disagreeing }) {
  const found = disagreeing.map((path) => `${path} does not say ${version}: npm run version -- ${version}`);
  found.push(...wrongSet(tarballs));
  for (const tarball of tarballs) found.push(...wrongPackage(tarball, version), ...wrongBinary(tarball));
  const root = tarballs.find(({ manifest }) => manifest.name === sdk);
  if (root) found.push(...wrongPlatforms(root.manifest, version));
  return found;
}

function wrongSet(tarballs) {
  const wanted = [...platforms().map(({ packageName }) => packageName), sdk, provider];
  const present = tarballs.map(({ manifest }) => manifest.name);
  return [
    ...wanted.filter((name) => !present.includes(name)).map((name) => `${name} is not among the tarballs`),
    ...present.filter((name) => !wanted.includes(name)).map((name) => `${name} does not belong to a release`),
    ...present
      .filter((name, index) => present.indexOf(name) !== index)
      .map((name) => `${name} is there more than once`),
  ];
}

function wrongPackage({ manifest, files }, version) {
  const says = (what) => `${manifest.name} ${what}`;
  const asked = [manifest.dependencies, manifest.peerDependencies].flatMap((each) =>
    Object.entries(each ?? {}),
  );
  const local = asked.filter(([, range]) => /^(file|link|workspace):/.test(range));
  return [
    ...(manifest.version === version
      ? []
      : [says(`is packed as ${manifest.version}, the release is ${version}`)]),
    ...(manifest.repository?.url
      ? []
      : [says("names no repository: pack it in a clone that has an origin, or in a workflow")]),
    ...(files.includes("LICENSE") ? [] : [says("lacks its licence")]),
    ...local.map(([name, range]) => says(`depends on ${name} at ${range}, which only this tree has`)),
  ];
}

function wrongPlatforms({ optionalDependencies = {} }, version) {
  return platforms()
    .filter(({ packageName }) => optionalDependencies[packageName] !== version)
    .map(
      ({ packageName }) =>
        `${sdk} asks for ${packageName} ${optionalDependencies[packageName]}, not ${version}`,
    );
}

function wrongBinary(tarball) {
  const { manifest, files } = tarball;
  const platform = platforms().find(({ packageName }) => packageName === manifest.name);
  if (!platform) return [];
  const binaries = files.filter((file) => file.endsWith(".node"));
  const expected = `auriko.${platform.folder}.node`;
  if (binaries.length !== 1 || binaries[0] !== expected) {
    return [`${manifest.name} holds ${binaries.join(", ") || "no binary"} instead of ${expected}`];
  }
  const format = binaryFormat(fileOf(tarball, expected));
  const wanted = platform.folder.split("-").slice(0, 2).join("-");
  return [
    ...(format === wanted ? [] : [`${manifest.name} holds a binary for ${format ?? "no known system"}`]),
    ...(files.includes(noticesFile) ? [] : [`${manifest.name} lacks ${noticesFile}`]),
  ];
}
