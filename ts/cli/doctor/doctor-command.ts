import { VERSION } from "../../version";
import type { CommandIo } from "../command-io";
import { UsageError } from "../usage-error";
import { checkAddon } from "./addon";
import { checkKey, checkRoute } from "./api";
import { checkCertificates } from "./certificates";
import { type Finding, failed, type Outcome } from "./check";
import { checkMachine } from "./machine";
import { checkDns, checkProxy } from "./network";

const MARKS: Record<Outcome, string> = {
  ok: "ok     ",
  note: "note   ",
  failed: "FAILED ",
  skipped: "skipped",
};

/** Runs `auriko doctor`: 0 when every check passed, 1 when one failed. */
export async function runDoctor(args: readonly string[], io: CommandIo): Promise<number> {
  const unknown = args.find((argument) => argument !== "--json");
  if (unknown !== undefined) throw new UsageError(`\`auriko doctor\` knows no ${JSON.stringify(unknown)}.`);
  const findings = await findAll(io.stop);
  if (args.includes("--json")) io.print(JSON.stringify({ version: VERSION, findings }));
  else for (const line of report(findings)) io.print(line);
  return findings.some(({ outcome }) => outcome === "failed") ? 1 : 0;
}

async function findAll(stop: AbortSignal): Promise<Finding[]> {
  const checks: readonly [string, () => Finding | Promise<Finding>][] = [
    ["machine", checkMachine],
    ["addon", checkAddon],
    ["certificates", checkCertificates],
    ["proxy", checkProxy],
    ["dns", checkDns],
    ["key", checkKey],
    ["route", () => checkRoute(stop)],
  ];
  const findings: Finding[] = [];
  for (const [name, run] of checks) {
    try {
      findings.push(await run());
    } catch (error) {
      findings.push(failed(name, String(error), "This is a fault of the command: report it, please."));
    }
  }
  return findings;
}

function report(findings: readonly Finding[]): string[] {
  const lines = findings.flatMap(({ check, outcome, detail, fix }) => [
    `${MARKS[outcome]}  ${check.padEnd(12)}  ${detail}`,
    ...(fix ? [`${" ".repeat(23)}→ ${fix}`] : []),
  ]);
  const bad = findings.filter(({ outcome }) => outcome === "failed").length;
  return [
    ...lines,
    "",
    bad === 0 ? "Everything works." : `${bad} of ${findings.length} checks failed.`,
    "For support, send all of these lines. They hold no key and no password.",
  ];
}
