import { expect, onTestFinished, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { BatchFiles, requests } from "../batch/batch-files";
import { runCommand } from "../cli/run-command";
import { question } from "../support/chat";
import { clientOf } from "../support/client";

const ALLOWED = 50;
const MINUTES = 3;
/** Longer than the tests may take, which real minutes say. */
const PATIENCE = (MINUTES + 2) * 60_000;

/** A gateway that counts the requests of each minute, and refuses those beyond. */
async function countingGateway(): Promise<Gateway> {
  const requestsPerMinute = ALLOWED;
  const gateway = await startGateway({ requestsPerMinute, keepRequests: 10_000 });
  onTestFinished(() => gateway.close());
  return gateway;
}

function counted(what: string, { requests: asked }: Gateway): { sent: number; refused: number } {
  const refused = asked.filter(({ status }) => status === 429).length;
  if (process.env.AURIKO_FIGURES) process.stdout.write(`${what}: ${asked.length} sent, ${refused} refused\n`);
  return { sent: asked.length, refused };
}

test.runIf(process.env.AURIKO_SOAK)(
  "a client that is held to fifty requests a minute is refused less than 2 % of them in three real minutes, and wastes little",
  async () => {
    const gateway = await countingGateway();
    const limits = { requestsPerMinute: ALLOWED };
    const client = clientOf(gateway, { apiKey: gateway.apiKey, limits, maxRetries: 5 });
    const until = Date.now() + MINUTES * 60_000;
    const lane = async () => {
      while (Date.now() < until) await client.chat.completions.create(question);
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    const { sent, refused } = counted("a client with limits", gateway);
    expect(refused / sent).toBeLessThan(0.02);
    expect(sent).toBeGreaterThan(ALLOWED * MINUTES * 0.9);
    // What waits when the time is over is sent, too.
    expect(sent).toBeLessThanOrEqual(ALLOWED * MINUTES + 10);
  },
  PATIENCE,
);

test.runIf(process.env.AURIKO_SOAK)(
  "a batch finds the pace of a server that allows fifty requests a minute by itself, and less than 2 % are refused",
  async () => {
    const gateway = await countingGateway();
    const files = new BatchFiles(requests(Array.from({ length: ALLOWED * MINUTES }, (_, index) => index)));
    const began = Date.now();
    const { code } = await runCommand(["batch", files.input, "--output", files.output], { gateway });
    expect([code, files.results().length]).toEqual([0, ALLOWED * MINUTES]);
    const { sent, refused } = counted("auriko batch", gateway);
    expect(refused / sent).toBeLessThan(0.02);
    // The last fifty fit into the third minute, of which little may be needed.
    expect(Date.now() - began).toBeGreaterThan((MINUTES - 1) * 60_000 - 1_000);
    expect(Date.now() - began).toBeLessThan((MINUTES + 0.5) * 60_000);
  },
  PATIENCE,
);
