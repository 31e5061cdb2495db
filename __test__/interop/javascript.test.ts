import { join } from "node:path";
import { declareDocumentedPrograms } from "./documented-programs";
import { installJavascriptClients, javascriptFolder, withClients } from "./installation";

// The suites import the clients as any program does, which only works once they are installed.
await withClients("other people's clients for JavaScript", installJavascriptClients, async () => {
  for (const client of ["openai", "openai-agents", "langchain", "ai-sdk"]) {
    await import(`./javascript/${client}.suite.mjs`);
  }
  declareDocumentedPrograms("js", () => ({
    file: join(javascriptFolder, "node_modules/.documented/program.mjs"),
    program: process.execPath,
  }));
});
