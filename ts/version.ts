/** The version of the package, as in its manifest. */
export const VERSION = "1.0.0";
