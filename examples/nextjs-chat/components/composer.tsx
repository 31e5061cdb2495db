import { type FormEvent, useState } from "react";

interface ComposerProps {
  readonly busy: boolean;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

/** Where the question is written. While an answer is coming, its button stops that. */
export function Composer({ busy, onSend, onStop }: ComposerProps) {
  const [text, setText] = useState("");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) onStop();
    else if (text.trim() !== "") {
      onSend(text.trim());
      setText("");
    }
  };

  return (
    <form className="composer" onSubmit={submit}>
      <input
        aria-label="Your message"
        placeholder="Ask anything"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" disabled={!busy && text.trim() === ""}>
        {busy ? "Stop" : "Send"}
      </button>
    </form>
  );
}
