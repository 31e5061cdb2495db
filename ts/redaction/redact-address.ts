import { maskKnownShapes } from "./known-shapes";
import { MASK } from "./redactor";
import { isSecretParameter } from "./secret-names";

/** An address without its credentials: those before the host, and the values of secret parameters. Names are kept. */
export function redactAddress(address: string): string {
  const at = address.indexOf("?");
  if (at < 0) return maskKnownShapes(address);
  const query = address.slice(at + 1).replace(/(^|&)([^=&]*)=([^&#]*)/g, (pair, before, name) => {
    return isSecretParameter(decoded(name)) ? `${before}${name}=${MASK}` : pair;
  });
  return maskKnownShapes(`${address.slice(0, at)}?${query}`);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
