import { execFileSync } from "node:child_process";
import { createNoopMeter, trace } from "@opentelemetry/api";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { instrumentAuriko } from "../../ts/opentelemetry";
import { root } from "../house/repository";
import { question } from "../support/chat";
import { clientOf } from "../support/client";
import { Telemetry } from "./telemetry";

let gateway: Gateway;
let end: (() => void) | undefined;
beforeAll(async () => {
  gateway = await startGateway();
});
afterEach(() => end?.());
afterAll(() => gateway.close());
const ask = () => clientOf(gateway, { apiKey: gateway.apiKey }).chat.completions.create(question);

test("an SDK that is registered later is found", async () => {
  end = instrumentAuriko();
  await ask();
  const telemetry = Telemetry.register();
  await ask();
  expect(telemetry.tree).toEqual(["chat gpt-5.4", "  POST /chat/completions"]);
  expect((await telemetry.points())["gen_ai.client.inference.duration"]).toHaveLength(1);
});

test("providers, a tracer and a meter may be given", async () => {
  const [own, other] = [new Telemetry(), new Telemetry()];
  const { tracerProvider, meterProvider } = own;
  end = instrumentAuriko({ tracerProvider, meterProvider });
  await ask();
  expect(own.spans).toHaveLength(2);
  expect((await own.points())["gen_ai.client.inference.duration"]).toHaveLength(1);

  const tracer = other.tracerProvider.getTracer("theirs", "1.0");
  end = instrumentAuriko({ tracer, meter: other.meterProvider.getMeter("theirs") });
  await ask();
  expect(own.spans).toHaveLength(2);
  expect(other.spans[0]?.instrumentationScope.name).toBe("theirs");
  expect((await other.points())["gen_ai.client.inference.duration"]).toHaveLength(1);
});

test("instrumenting twice counts once, and ending it ends it", async () => {
  const telemetry = new Telemetry();
  const { tracerProvider } = telemetry;
  const first = instrumentAuriko({ tracerProvider });
  const second = instrumentAuriko({ tracerProvider });
  await ask();
  expect(telemetry.spans).toHaveLength(2);
  first();
  await ask();
  expect(telemetry.spans).toHaveLength(4);
  second();
  second();
  await ask();
  expect(telemetry.spans).toHaveLength(4);
});

test("a tracer, a meter or a propagator that throws breaks no call", async () => {
  const broken = () => {
    throw new Error("broken");
  };
  end = instrumentAuriko({
    tracer: { ...trace.getTracer("x"), startSpan: broken, startActiveSpan: broken },
    meter: createNoopMeter(),
  });
  expect((await ask()).choices).toHaveLength(1);
});

test.each([
  [{ tracer: {} }, "tracer"],
  [{ meter: 1 }, "meter"],
  [{ tracerProvider: {} }, "tracerProvider"],
  [{ meterProvider: {} }, "meterProvider"],
  [{ captureContent: "yes" }, "captureContent"],
  [{ capture: true }, "capture"],
])("refuses %j and names the option", (options, param) => {
  expect(() => instrumentAuriko(options as never)).toThrow(expect.objectContaining({ param }));
});

test("the root entry loads no OpenTelemetry, and works without it", () => {
  const code = `
    const loaded = [];
    const { _load } = require("module");
    require("module")._load = function (name, ...rest) { loaded.push(name); return _load.call(this, name, ...rest); };
    require("@auriko/sdk");
    console.log(JSON.stringify(loaded.filter((name) => /opentelemetry/.test(name))));`;
  expect(JSON.parse(execFileSync(process.execPath, ["-e", code], { cwd: root, encoding: "utf8" }))).toEqual(
    [],
  );
});
