import { useEffect, useState } from "preact/hooks";
import { Dialog } from "./dialog";
import { get, messageOf, post } from "./gateway-calls";

/** A form that lets the next requests fail. */
export function FaultDialog({ onClose }: { readonly onClose: () => void }) {
  const [kinds, setKinds] = useState<readonly string[]>([]);
  const [fault, setFault] = useState("503");
  const [times, setTimes] = useState(1);
  const [message, setMessage] = useState<string>();
  useEffect(() => {
    get<{ faults: string[] }>("choices").then(
      ({ faults }) => setKinds(faults),
      () => undefined,
    );
  }, []);
  const strike = async () => {
    const answer = await post("faults", { fault, times });
    setMessage(
      messageOf(JSON.parse(answer)) ??
        `It strikes the next ${times === 1 ? "request" : `${times} requests`}.`,
    );
  };
  return (
    <Dialog
      title="Let the next request fail"
      action="Set"
      onClose={onClose}
      onSubmit={strike}
      message={message}
    >
      <label>
        Fault
        <input list="faults" value={fault} onInput={({ currentTarget }) => setFault(currentTarget.value)} />
        <datalist id="faults">
          {["503", "429;retry-after=2", ...kinds].map((kind) => (
            <option key={kind} value={kind} />
          ))}
        </datalist>
      </label>
      <label>
        How many requests
        <input
          type="number"
          min={1}
          value={times}
          onInput={({ currentTarget }) => setTimes(currentTarget.valueAsNumber || 1)}
        />
      </label>
    </Dialog>
  );
}
