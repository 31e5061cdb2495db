import { useEffect, useState } from "preact/hooks";
import { Dialog } from "./dialog";
import { get, messageOf, post } from "./gateway-calls";

const STRATEGIES = ["", "cost-focus", "cost", "cheapest", "ttft", "speed", "tps", "balanced"];

/** A form that sends a chat completion. */
export function SendDialog({ onClose }: { readonly onClose: () => void }) {
  const [models, setModels] = useState<readonly string[]>([]);
  const [model, setModel] = useState("gpt-oss-20b");
  const [prompt, setPrompt] = useState("What does routing do?");
  const [optimize, setOptimize] = useState("");
  const [stream, setStream] = useState(true);
  const [fault, setFault] = useState("");
  const [message, setMessage] = useState<string>();
  useEffect(() => {
    get<{ models: string[] }>("choices").then(
      ({ models: known }) => setModels(known),
      () => undefined,
    );
  }, []);
  const send = async () => {
    setMessage("Sending …");
    const body = {
      model,
      messages: [{ role: "user", content: prompt }],
      stream,
      ...(optimize !== "" && { gateway: { routing: { optimize } } }),
    };
    const headers: Record<string, string> = fault === "" ? {} : { "x-gateway-fault": fault };
    await post("v1/chat/completions", body, headers).then(
      (text) => setMessage(errorOf(text) ?? "Answered; it is in the list."),
      ({ message: broken }: Error) => setMessage(`The connection broke: ${broken}`),
    );
  };
  return (
    <Dialog title="Send a request" action="Send" onClose={onClose} onSubmit={send} message={message}>
      <label>
        Model
        <input list="models" value={model} onInput={({ currentTarget }) => setModel(currentTarget.value)} />
        <datalist id="models">
          {models.map((id) => (
            <option key={id} value={id} />
          ))}
        </datalist>
      </label>
      <label>
        Prompt
        <textarea rows={4} value={prompt} onInput={({ currentTarget }) => setPrompt(currentTarget.value)} />
      </label>
      <div class="pair">
        <label>
          Optimize
          <select value={optimize} onChange={({ currentTarget }) => setOptimize(currentTarget.value)}>
            {STRATEGIES.map((one) => (
              <option key={one} value={one}>
                {one === "" ? "default" : one}
              </option>
            ))}
          </select>
        </label>
        <label>
          Fault
          <input
            placeholder="none, 503, stall;after=2 …"
            value={fault}
            onInput={({ currentTarget }) => setFault(currentTarget.value)}
          />
        </label>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={stream}
          onChange={({ currentTarget }) => setStream(currentTarget.checked)}
        />{" "}
        Stream
      </label>
    </Dialog>
  );
}

function errorOf(text: string): string | undefined {
  try {
    return messageOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
