import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { json } from "../support/answers";
import { completion } from "../support/chat";
import { run } from "../support/program";
import { serve } from "../support/scripted-server";
import { type Attack, attacks, type Reply, type Request } from "./attacks";

/** How long another call of the same process may take meanwhile: what was measured is a tenth of it. */
const NEIGHBOUR_MS = 1_500;

const makers = {
  "1.1": (answer: (request: Request, reply: Reply) => unknown): Server => createServer(answer as never),
  "2": (answer: (request: Request, reply: Reply) => unknown): Server => createHttp2Server(answer as never),
} as const;

async function attacker(version: keyof typeof makers, { strike }: Attack): Promise<{ baseUrl: string }> {
  const server = makers[version]((_request, reply) => {
    reply.on("error", () => undefined);
    return strike(reply);
  });
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
  server.on("sessionError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

/** Meets the attack while it goes on asking an honest server, and tells how both went. */
const program = (version: string, how: Attack["how"], honest: string) => `
  const limits = { connect: 5000, headers: 5000, idle: 1000, total: 4000 };
  const packed = { "accept-encoding": "gzip" };
  const client = new Client({ ...options, timeout: limits, headers: packed, httpVersion: ${JSON.stringify(version)} });
  const neighbour = new Client({ ...options, baseUrl: ${JSON.stringify(honest)} });
  await neighbour.chat.completions.create(question);
  const before = process.memoryUsage().rss;
  const start = performance.now();
  let [over, slowest, asked, peak] = [false, 0, 0, before];
  const meet = async () => {
    ${how === "create" ? "await client.chat.completions.create(question);" : "await (await client.chat.completions.create(streaming, { accumulationLimit: 2 ** 24 })).finalCompletion();"}
    return "answered";
  };
  const told = ({ name, code, phase }) => name + " " + (phase ?? code);
  const meeting = meet().catch(told).finally(() => { over = true; });
  while (!over) {
    const from = performance.now();
    await neighbour.chat.completions.create(question);
    slowest = Math.max(slowest, performance.now() - from);
    asked++;
    peak = Math.max(peak, process.memoryUsage().rss);
    await sleep(2);
  }
  const outcome = await meeting;
  const took = performance.now() - start;
  console.log(JSON.stringify({ outcome, took, slowest, asked, grown: (peak - before) / 2 ** 20 }));
  process.exit(0);
`;

interface Report {
  readonly outcome: string;
  readonly took: number;
  readonly slowest: number;
  readonly asked: number;
  readonly grown: number;
}

/** Meets it again where the machine had other things to do: what is ours would be slow each time. */
async function meet(source: string, baseUrl: string, attack: Attack): Promise<Report> {
  let report: Report;
  let rounds = 0;
  do {
    const { stdout, stderr } = await run(source, { server: { baseUrl }, deadline: 60_000 });
    expect(stderr).toBe("");
    report = JSON.parse(stdout) as Report;
    rounds++;
  } while (rounds < 4 && (report.took >= attack.atMostMs || report.slowest >= NEIGHBOUR_MS));
  return report;
}

describe.each(["1.1", "2"] as const)("over HTTP/%s a server that sends", (version) => {
  test.each(attacks.map((attack) => [attack.what, attack] as const))(
    "%s ends its own call in bounded time and memory, and holds up no other",
    async (_what, attack) => {
      const honest = await serve(json(completion("Hello")));
      const { baseUrl } = await attacker(version, attack);
      const report = await meet(program(version, attack.how, honest.baseUrl), baseUrl, attack);
      if (process.env.AURIKO_FIGURES) {
        process.stdout.write(`HTTP/${version} ${attack.what}: ${JSON.stringify(report)}\n`);
      }
      expect(attack.outcomes).toContain(report.outcome);
      expect(report.took).toBeLessThan(attack.atMostMs);
      expect(report.grown).toBeLessThan(attack.atMostMiB);
      expect(report.asked).toBeGreaterThan(0);
      expect(report.slowest).toBeLessThan(NEIGHBOUR_MS);
    },
    250_000,
  );
});
