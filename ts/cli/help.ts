import { FAULT_KINDS } from "../../gateway/faults/parse-fault";

/** What `auriko doctor --help` prints. */
export const DOCTOR_HELP = `Usage: auriko doctor [--json]

Checks what a request needs: this machine, the native addon and its hash, certificates, proxy, DNS, the key in
AURIKO_API_KEY, and the way to AURIKO_BASE_URL and back. Prints what to send to support, never the key.

Options:
  --json      print one JSON object

Exit codes: 0 when everything works, 1 when a check failed, 2 for wrong usage.`;

/** What `auriko gateway --help` prints. */
export const GATEWAY_HELP = `Usage: auriko gateway [options]

Starts a local gateway that speaks the Auriko API. Answers are simulated unless --upstream is given.

Options:
  --port <n>               port to listen on (default 8787; 0 for any free one)
  --host <address>         address to listen on (default 127.0.0.1)
  --allow-host <name>      a name, beside localhost, by which a gateway on a loopback address may be
                           reached; may be repeated
  --key <key>              a key to accept (default: one is made and printed)
  --catalog <file>         JSON file with models, providers and prices
  --pace real|instant      whether simulated latency really passes (default real)
  --compatibility <api>    whose requests are taken: auriko (default) or openai
  --seed <n>               make every run give the same answers; time stands still
  --fault <fault>          let requests fail, for example 503, "429;retry-after=2", "reset;after=3";
                           may be repeated; kinds: ${wrap(FAULT_KINDS)}
  --reply <text>           answer every request with this text
  --upstream <url>         send traffic to a real OpenAI-compatible endpoint, for example
                           http://127.0.0.1:11434/v1; or <provider>=<url> for a provider of the catalogue
  --model <name>           a model that the upstream serves; may be repeated
  --upstream-key-env <var> environment variable that holds the upstream's key
  --byok <provider>        act as if the caller had its own key there; may be repeated
  --rpm <n>                requests allowed per minute
  --record <file>          write every exchange to a fixture as soon as it is over
  --replay <file>          answer from a fixture
  --http2                  speak HTTP/2 with prior knowledge
  --json                   print one JSON object per line instead of text for people

Stops on Ctrl+C. A request can ask for a fault of its own with the header x-gateway-fault.`;

function wrap(names: readonly string[]): string {
  const lines: string[] = [];
  let line = "";
  for (const name of names) {
    if (line.length + name.length > 62) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? name : `, ${name}`;
  }
  return [...lines, line].join(",\n                           ");
}
