import { installPythonClients, withClients } from "./installation";
import { declareAurikoForPython } from "./python/auriko-client";
import { declareOpenAiForPython } from "./python/openai-client";

await withClients("other people's clients for Python", installPythonClients, () => {
  declareOpenAiForPython();
  declareAurikoForPython();
});
