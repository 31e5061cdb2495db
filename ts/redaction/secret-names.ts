/** How names of fields and headers end that hold a credential, without their hyphens and underscores. */
const SECRET =
  /(authorization|apikey|token|cookie|secret|secretkey|privatekey|signingkey|password|passphrase|credentials?|signature)$/;
/** Whole names in addresses that would mean something else elsewhere. */
const IN_ADDRESSES = new Set(["key", "sig", "code", "auth"]);

/** Whether a field or a header of this name holds a credential: `x-api-key`, `access_token`, `clientSecret`. */
export function isSecretName(name: string): boolean {
  return SECRET.test(folded(name));
}

/** The same for a parameter of an address. */
export function isSecretParameter(name: string): boolean {
  return isSecretName(name) || IN_ADDRESSES.has(folded(name));
}

function folded(name: string): string {
  return name.replace(/[-_]/g, "").toLowerCase();
}
