import { MetadataFinder } from "./metadata-finder";
import { type OnMetadata, parsed, tellOf } from "./tell-metadata";

/**
 * Watches what is read from a `Response`, without reading anything itself: nothing is buffered and nothing is delayed.
 * The metadata is told before the reader gets the bytes, or the value, that complete it.
 */
export function observeResponse(response: Response, tell: OnMetadata): Response {
  const type = response.headers.get("content-type") ?? "";
  if (/\bevent-stream\b/i.test(type)) observeEvents(response, tell);
  else if (/\bjson\b/i.test(type)) observeDocument(response, tell);
  return response;
}

function observeDocument(response: Response, tell: OnMetadata): void {
  const json = async (): Promise<unknown> => {
    const value: unknown = await Response.prototype.json.call(response);
    tellOf(value, tell);
    return value;
  };
  const text = async (): Promise<string> => {
    const content = await Response.prototype.text.call(response);
    if (content.includes('"routing_metadata"')) tellOf(parsed(content), tell);
    return content;
  };
  Object.defineProperties(response, {
    json: { value: json, configurable: true, writable: true },
    text: { value: text, configurable: true, writable: true },
  });
}

/** The body is only replaced when it is asked for, so that `text()` and its like still find the one that was there. */
function observeEvents(response: Response, tell: OnMetadata): void {
  const { body } = response;
  if (body === null) return;
  let observed: ReadableStream<Uint8Array> | undefined;
  Object.defineProperty(response, "body", {
    configurable: true,
    get: () => {
      observed ??= observedStream(body, tell);
      return observed;
    },
  });
}

/**
 * A `TransformStream` would not do: its `flush` is not called when the reader stops at `[DONE]`, and it fetches a piece
 * ahead.
 */
function observedStream(body: ReadableStream<Uint8Array>, tell: OnMetadata): ReadableStream<Uint8Array> {
  const finder = new MetadataFinder(tell);
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const reading = () => {
    reader ??= body.getReader();
    return reader;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reading().read();
        if (done) {
          finder.end();
          controller.close();
        } else {
          finder.push(value);
          controller.enqueue(value);
        }
      },
      cancel(reason) {
        finder.end();
        return reading().cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
