import { readFileSync } from "node:fs";
import { at } from "./root.mjs";

/** The one table of error codes, failures and the retry rule. */
export const errorTable = () => JSON.parse(readFileSync(at("crates/auriko/error-codes.json"), "utf8"));

/** The table as a module, so that TypeScript knows every code by name and a bundle reads no file. */
export function errorCodesModule() {
  const { doc_url: docUrl, types, retry, codes, sdk_codes: sdkCodes, failures } = errorTable();
  const json = (value) => JSON.stringify(value);
  const union = (names) => names.map((name) => `| ${json(name)}`).join(" ");
  const fields = (entries) => entries.map(([name, value]) => `  ${json(name)}: ${json(value)},\n`).join("");
  return `// Generated from crates/auriko/error-codes.json by \`npm run types\`; change it there.

/** Where a code is explained; \`{code}\` stands for its name. */
export const DOC_URL = ${json(docUrl)};

/** The six \`type\` values of an error envelope; the class of an error follows from it. */
export type ErrorType = ${union(types.map(({ type }) => type))};

/** An error code that the API documents. */
export type RegisteredErrorCode = ${union(codes.map(({ code }) => code))};

/** A code that the SDK makes itself, without the server having sent it. */
export type SdkErrorCode = ${union(sdkCodes.map(({ code }) => code))};

/** A class that an answer of the API becomes. */
export type AnswerClass = ${union([...new Set(types.flatMap(classesOf))])};

/** What belongs to a type: the class of its errors, also by status, and whether they may be gone when one asks again. */
interface TypeFacts {
  readonly class: AnswerClass;
  readonly classByStatus: Readonly<Record<number, AnswerClass>>;
  readonly retryable: boolean;
}

/** Every type. */
export const TYPES: Readonly<Record<ErrorType, TypeFacts>> = {
${fields(types.map((type) => [type.type, { class: type.class, classByStatus: type.class_by_status, retryable: type.retryable }]))}};

/** Type and HTTP status of every code of the API. Status 0: sent only inside a stream. */
export const CODES: Readonly<Record<RegisteredErrorCode, readonly [type: ErrorType, status: number]>> = {
${fields(codes.map(({ code, type, status }) => [code, [type, status]]))}};

/** Codes that stay true however often one asks, although their type says otherwise. */
export const FINAL_CODES: readonly string[] = ${json(codes.filter(({ final }) => final).map(({ code }) => code))};

/** Which statuses are worth another attempt when nothing else is known of an answer. */
export const RETRIED_STATUSES: { readonly listed: readonly number[]; readonly from: number } = ${json({ listed: retry.statuses, from: retry.statuses_from })};

/** What goes wrong without an answer that says so, and whether sending the same again may succeed. */
export const FAILURES: readonly { readonly kind: string; readonly phase: string | null; readonly retryable: boolean }[] = [
${failures.map(({ kind, phase, retryable }) => `  ${json({ kind, phase, retryable })},\n`).join("")}];
`;
}

/** The names of the codes as a module of its own: what a program imports of the table, which is read when there is an error. */
export function errorCodeNamesModule() {
  return `// Generated from crates/auriko/error-codes.json by \`npm run types\`; change it there.
import type { RegisteredErrorCode } from "./code-table";

/** All error codes that the API documents. */
export const ERROR_CODES: readonly RegisteredErrorCode[] = Object.freeze(${JSON.stringify(errorTable().codes.map(({ code }) => code))} as const);
`;
}

const classesOf = (type) => [type.class, ...Object.values(type.class_by_status)];

/** The tables of codes on the page about errors, by the name of their place in it. */
export function errorCodesTables() {
  const table = errorTable();
  return {
    "sdk-codes": rows(
      ["Code", "Class", "Status", "When"],
      table.sdk_codes.map(({ code, class: name, status, when }) => [
        `\`${code}\``,
        `\`${name}\``,
        status ?? "the real one",
        when,
      ]),
    ),
    "api-codes": table.groups.map((group) => section(group, table)).join("\n\n"),
  };
}

function section({ group, title }, table) {
  const codes = table.codes.filter((code) => code.group === group).map((code) => describe(code, table));
  const merged = mergeBy(codes, ({ advice, class: name, retried }) => `${advice} ${name} ${retried}`);
  const same = (field) => new Set(codes.map((code) => code[field])).size === 1;
  const uniform = same("status") && same("class");
  const columns = [
    ["Code", (row) => row.map(({ code }) => `\`${code}\``).join(", ")],
    ...(uniform
      ? []
      : [
          ["Status", (row) => [...new Set(row.map(({ status }) => status))].join(", ")],
          ["Class", ([first]) => `\`${first.class}\``],
        ]),
    ...(codes.some(({ retried }) => retried !== "no") ? [["Retried", ([first]) => first.retried]] : []),
    ["What to do", ([first]) => first.advice],
  ];
  const text = rows(
    columns.map(([title]) => title),
    merged.map((row) => columns.map(([, cell]) => cell(row))),
  );
  const note = uniform ? `\n\nAll of them are ${codes[0].status} and \`${codes[0].class}\`.` : "";
  return `### ${title}\n\n${text}${note}`;
}

function describe(code, { types }) {
  const type = types.find((known) => known.type === code.type);
  const retried = type.retryable && !code.final;
  return {
    ...code,
    class: type.class_by_status[code.status] ?? type.class,
    retried: !retried ? "no" : code.status === 0 ? "no: it comes inside a stream" : "yes",
  };
}

function mergeBy(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()];
}

const line = (cells) => `| ${cells.join(" | ")} |`;
const rows = (head, body) => [line(head), `|${"---|".repeat(head.length)}`, ...body.map(line)].join("\n");
