import type { FileDataOption, FilePartOption } from "../spec/call-options";

/** A file of a prompt, in one of the three forms that the API can be told about. */
export type PromptFile =
  | { readonly kind: "url"; readonly url: string; readonly mediaType: string }
  | { readonly kind: "text"; readonly text: string; readonly mediaType: string }
  | { readonly kind: "unknown"; readonly mediaType: string };

/** Reads a file part of any version. Data become a data URL, except for text, which models read as it is. */
export function promptFile({ data, mediaType }: Pick<FilePartOption, "data" | "mediaType">): PromptFile {
  const content = untagged(data);
  if (content === undefined) return { kind: "unknown", mediaType };
  if (typeof content === "object" && "text" in content)
    return { kind: "text", text: content.text, mediaType };
  if (content instanceof URL) return { kind: "url", url: content.href, mediaType };
  if (typeof content === "string" && /^(https?|data):/i.test(content)) {
    return { kind: "url", url: content, mediaType };
  }
  if (isText(mediaType))
    return { kind: "text", text: Buffer.from(bytes(content)).toString("utf8"), mediaType };
  const base64 = typeof content === "string" ? content : Buffer.from(content).toString("base64");
  return { kind: "url", url: `data:${specific(mediaType, content)};base64,${base64}`, mediaType };
}

/** Whether a media type, which may also be a bare `image`, is that of an image. */
export function isImage(mediaType: string): boolean {
  return /^image(\/|$)/i.test(mediaType);
}

type Content = Uint8Array | string | URL | { readonly text: string };

function untagged(data: FileDataOption): Content | undefined {
  if (typeof data === "string" || data instanceof Uint8Array || data instanceof URL) return data;
  switch (data?.type) {
    case "data":
      return data.data;
    case "url":
      return data.url;
    case "text":
      return data;
    default:
      return undefined;
  }
}

function isText(mediaType: string): boolean {
  return /^text(\/|$)/i.test(mediaType) || /^application\/(json|xml|yaml)\b/i.test(mediaType);
}

function bytes(content: Uint8Array | string): Uint8Array {
  return typeof content === "string" ? Buffer.from(content, "base64") : content;
}

/** `image/*` and `image` name no format, which a data URL needs: the first bytes do. */
function specific(mediaType: string, content: Uint8Array | string): string {
  if (!isImage(mediaType) || /^image\/[^*]/i.test(mediaType)) return mediaType;
  const start = typeof content === "string" ? Buffer.from(content.slice(0, 16), "base64") : content;
  return imageType(start);
}

/** The format of an image by its signature; PNG when it has none that is known. */
export function imageType(start: Uint8Array): string {
  const hex = Buffer.from(start.subarray(0, 12)).toString("hex");
  if (hex.startsWith("ffd8ff")) return "image/jpeg";
  if (hex.startsWith("474946")) return "image/gif";
  if (hex.startsWith("52494646") && hex.slice(16) === "57454250") return "image/webp";
  return "image/png";
}
