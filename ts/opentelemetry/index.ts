export { SCHEMA_URL } from "./conventions";
export { instrumentAuriko } from "./instrument-auriko";
export type { InstrumentAurikoOptions } from "./instrument-options";
