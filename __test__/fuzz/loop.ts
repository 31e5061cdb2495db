// A program: reads mutated texts for a while and keeps those that bring new blocks of the code to run.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Coverage } from "./coverage";
import { Dice, mutated } from "./mutate";
import { targets } from "./targets";

/** An input that takes longer does not cost in proportion to its length. */
const TOO_LONG_MS = 2_000;

function main(name: string, seconds: number, seed: number, folder: string): void {
  const target = targets[name];
  if (target === undefined) throw new Error(`there is no target ${name}`);
  const [corpusFolder, crashes] = [
    join(folder, "corpus/typescript", name),
    join(folder, "artifacts/typescript", name),
  ];
  mkdirSync(corpusFolder, { recursive: true });
  const kept = readdirSync(corpusFolder).map((file) => readFileSync(join(corpusFolder, file), "utf8"));
  const corpus = [...target.seeds, ...kept];
  const coverage = new Coverage(pathToFileURL(__filename).href);
  const dice = new Dice(seed);
  const fail = (text: string, why: unknown) => {
    mkdirSync(crashes, { recursive: true });
    const file = join(crashes, `crash-${digest(text)}`);
    writeFileSync(file, text);
    console.error(`${name}: ${file}\n${why instanceof Error ? why.stack : String(why)}`);
    process.exit(1);
  };
  const read = (text: string) => {
    const start = performance.now();
    try {
      target.read(text);
    } catch (error) {
      fail(text, error);
    }
    const took = performance.now() - start;
    if (took > TOO_LONG_MS) fail(text, `it took ${took} ms for ${text.length} characters`);
  };
  for (const text of corpus) read(text);
  coverage.grown();
  let inputs = corpus.length;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; inputs++) {
    const text = mutated(dice.of(corpus), dice.of(corpus), target.words, dice);
    read(text);
    if (coverage.grown() === 0) continue;
    corpus.push(text);
    writeFileSync(join(corpusFolder, digest(text)), text);
  }
  console.log(JSON.stringify({ inputs, corpus: corpus.length, blocks: coverage.size, seed }));
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

const [, , name = "", seconds = "5", seed = String(Date.now() % 2 ** 31), folder = "fuzz"] = process.argv;
main(name, Number(seconds), Number(seed), folder);
