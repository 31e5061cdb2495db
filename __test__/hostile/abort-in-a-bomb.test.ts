import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { streamHead } from "../support/answers";
import { run } from "../support/program";
import { serve } from "../support/scripted-server";

/**
 * Some forty times as long as it is packed, which is below what is refused, so that only the reader ends it: packed parts
 * one behind the other.
 */
function bomb(mebibytes: number): Buffer {
  const words = Array.from({ length: 12_000 }, (_, at) => `: ${(at * 2_654_435_761) >>> 0}`).join("\n");
  const block = `${words}\n${":\n".repeat(8 * words.length)}`;
  const parts = Math.ceil((mebibytes * 2 ** 20) / block.length);
  return Buffer.concat(Array<Buffer>(parts).fill(gzipSync(block)));
}

test("an abort in the middle of what unpacks for seconds frees the core and the connection at once", async () => {
  const packed = bomb(4096);
  const server = await serve(async (exchange) => {
    await exchange.write(streamHead({ "content-encoding": "gzip" }));
    await exchange.write(packed);
  });
  const { stdout, stderr } = await run(
    `const client = new Client({ ...options, headers: { "accept-encoding": "gzip" } });
     const controller = new AbortController();
     const stream = await client.chat.completions.create(streaming, { signal: controller.signal });
     const reading = stream.finalCompletion().catch(({ name }) => name);
     await sleep(150);
     const during = process.cpuUsage();
     await sleep(300);
     const busy = process.cpuUsage(during);
     controller.abort();
     const outcome = await reading;
     await sleep(100);
     const after = process.cpuUsage();
     await sleep(500);
     const { user, system } = process.cpuUsage(after);
     console.log(JSON.stringify([outcome, (busy.user + busy.system) / 1000, (user + system) / 1000]));
     process.exit(0);`,
    { server, deadline: 60_000 },
  );
  expect(stderr).toBe("");
  const [outcome, busyMs, afterMs] = JSON.parse(stdout) as [string, number, number];
  expect(outcome).toBe("AbortError");
  // It was busy before, or nothing would be shown; of the half second after it, hardly any is used.
  expect(busyMs).toBeGreaterThan(20);
  expect(afterMs).toBeLessThan(100);
  await server.exchanges[0]?.closed;
}, 90_000);
