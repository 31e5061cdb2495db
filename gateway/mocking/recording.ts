import { existsSync } from "node:fs";
import { invalidParameter } from "../../ts/errors/client-side";
import { anything, aString, type FieldCheck } from "../call/field-checks";
import { checkGiven } from "../check-given";
import type { LocalGatewayOptions } from "../local-gateway-options";

/** Answers of the real API, kept in a file. */
export interface RecordingOptions {
  /** Where they are kept. Its folder has to be there. */
  readonly file: string;
  /**
   * `replay` answers from the file alone. `record` asks the API and writes the file anew. `auto`, the default, replays the
   * file when it is there, and records it otherwise; where `CI` is set it only replays.
   */
  readonly mode?: "auto" | "record" | "replay";
  /** The API that is recorded, with `/v1`. Default: `AURIKO_BASE_URL`, or `https://api.auriko.ai/v1`. */
  readonly baseUrl?: string;
  /** The key for it. Default: `AURIKO_API_KEY`, as it was before it was mocked. */
  readonly apiKey?: string;
}

const CHECKS: Readonly<Record<keyof RecordingOptions, FieldCheck>> = {
  file: anything,
  mode: anything,
  baseUrl: aString,
  apiKey: aString,
};

/**
 * The options of the gateway that record, or play what was recorded.
 *
 * @throws BadRequestError naming the option when there is neither a recording nor a key to make one
 */
export function recordingOptions(recording: string | RecordingOptions): LocalGatewayOptions {
  const given = typeof recording === "string" ? { file: recording } : recording;
  checkGiven(given, CHECKS, { what: "A recording has no option", param: "recording" });
  const { file, mode = "auto" } = given;
  if (typeof file !== "string" || file === "") {
    throw invalidParameter("recording.file", "`recording.file` must be the path of a file.");
  }
  if (!["auto", "record", "replay"].includes(mode)) {
    throw invalidParameter("recording.mode", "`recording.mode` must be auto, record or replay.");
  }
  if (mode === "replay" || (mode === "auto" && (existsSync(file) || process.env.CI))) return { replay: file };
  const apiKey = given.apiKey ?? process.env.AURIKO_API_KEY;
  if (!apiKey) {
    throw invalidParameter(
      "recording.apiKey",
      `There is no recording ${file} yet. Set AURIKO_API_KEY, or \`recording.apiKey\`, to make it.`,
    );
  }
  const baseUrl = given.baseUrl ?? process.env.AURIKO_BASE_URL;
  return { record: file, forwardTo: { apiKey, ...(baseUrl && { baseUrl: withVersion(baseUrl) }) } };
}

function withVersion(baseUrl: string): string {
  const trimmed = baseUrl.replace(/\/+$/, "");
  return trimmed.endsWith("/v1") ? trimmed : `${trimmed}/v1`;
}
