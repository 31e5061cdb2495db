import { baseUrlFromEnvironment } from "../environment";

/** What an option of the client is called where there is no client to give it to. */
const WORDS: readonly (readonly [ofClient: RegExp, ofCommandLine: string])[] = [
  [/Check `proxy`, `ca` and `baseUrl`, and HTTPS_PROXY/g, "Check AURIKO_BASE_URL, HTTPS_PROXY"],
  [/ or the `proxy` option/g, ""],
  [/(with )?the `ca` option or NODE_EXTRA_CA_CERTS/g, "$1NODE_EXTRA_CA_CERTS"],
  [/pass the key as `apiKey`/g, "give the key in AURIKO_API_KEY"],
  [/ Raise `timeout\.\w+` to wait longer, or set it to false\./g, ""],
  [/`baseUrl`/g, "AURIKO_BASE_URL"],
  [/`apiKey`/g, "AURIKO_API_KEY"],
];

type Environment = Readonly<Record<string, string | undefined>>;

/** The message of an error of the SDK, in words that fit the command line, where everything comes from the environment. */
export function commandLineWords(message: string, environment: Environment): string {
  const words = WORDS.reduce(
    (text, [ofClient, ofCommandLine]) => text.replace(ofClient, ofCommandLine),
    message,
  );
  return words.replaceAll("HTTPS_PROXY", proxyVariable(environment));
}

/** The variable that the proxy comes from, or would come from. */
function proxyVariable(environment: Environment): string {
  const baseUrl = environment.AURIKO_BASE_URL ?? baseUrlFromEnvironment() ?? "";
  const names = /^\s*http:/i.test(baseUrl) ? ["http_proxy", "HTTP_PROXY"] : ["https_proxy", "HTTPS_PROXY"];
  const known = [...names, "all_proxy", "ALL_PROXY"];
  return known.find((name) => environment[name]?.trim()) ?? (names[1] as string);
}
