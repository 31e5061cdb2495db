import { join } from "node:path";
import { declareDocumentedPrograms } from "./documented-programs";
import { installPythonClients, pythonFolder, pythonWith, withClients } from "./installation";
import { declareAurikoForPython } from "./python/auriko-client";
import { declareOpenAiForPython } from "./python/openai-client";

await withClients("other people's clients for Python", installPythonClients, () => {
  declareOpenAiForPython();
  declareAurikoForPython();
  declareDocumentedPrograms("python", (code) => ({
    file: join(pythonFolder, ".venv/documented/program.py"),
    program: pythonWith(/^from auriko\b/m.test(code) ? "auriko" : "openai"),
  }));
});
