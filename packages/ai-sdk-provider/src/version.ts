/** The version of this package; a test holds it to the manifest. */
export const VERSION = "1.0.0";
