import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RoutingMetadata } from "../../ts/index";
import { MetadataFinder } from "../../ts/openai/metadata-finder";
import { metadata, streamed } from "./scripts";

/** What is told of a text whose bytes come in pieces of the given sizes, again and again. */
function told(bytes: Uint8Array, sizes: readonly number[]): RoutingMetadata[] {
  const found: RoutingMetadata[] = [];
  const finder = new MetadataFinder((value) => found.push(value));
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    finder.push(bytes.subarray(at, at + size));
    at += size;
  }
  finder.end();
  return found;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

describe("the metadata of a stream", () => {
  test("is told once, with the same content, however the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1 }),
        fc.string(),
        sizes,
        (content, provider, cut) => {
          const found = told(Buffer.from(streamed(content, provider)), cut);
          expect(found).toHaveLength(1);
          expect(found[0]).toMatchObject({ provider: metadata(provider).provider, routing_strategy: "cost" });
        },
      ),
      { numRuns: 200 },
    );
  });

  test("of several events is that of the last before [DONE]; what follows it counts no more", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), sizes, (providers, cut) => {
        const event = (name: string) => `data: ${JSON.stringify({ routing_metadata: metadata(name) })}\n\n`;
        const text = `${providers.map(event).join("")}data: [DONE]\n\n${event("too late")}`;
        expect(told(Buffer.from(text), cut).map(({ provider }) => provider)).toEqual([providers.at(-1)]);
      }),
    );
  });

  test("never disturbs whoever reads the stream, whatever the bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), sizes, (bytes, cut) => {
        const found = told(bytes, cut);
        expect(found.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("in an event that is no JSON is passed over", () => {
    fc.assert(
      fc.property(
        fc.string().map((text) => text.replace(/[\r\n]/g, "")),
        sizes,
        (rest, cut) => {
          expect(told(Buffer.from(`data: {"routing_metadata"${rest}{\n\n`), cut)).toEqual([]);
        },
      ),
    );
  });
});
