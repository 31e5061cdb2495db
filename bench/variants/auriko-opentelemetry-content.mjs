import { instrumented } from "./auriko-opentelemetry.mjs";

export { from } from "./auriko-opentelemetry.mjs";

export const connect = instrumented({ sampled: 1, captureContent: true });
