import { loadAddon } from "./load-addon";

/** Finds and loads the addon. Built to a file of its own, dist/native.cjs, which both forms of the SDK share. */
export default loadAddon;
