export type * from "./api-key";
export type * from "./byok-key";
