/** @type {import("next").NextConfig} */
export default {
  // Native code can't be bundled: these are loaded from node_modules as they are.
  serverExternalPackages: ["@auriko/sdk", "@auriko/ai-sdk-provider"],
};
