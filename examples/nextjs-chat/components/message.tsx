import type { ChatMessage } from "../lib/chat-message";
import { Facts } from "./facts";
import { Trace } from "./trace";

interface MessageProps {
  readonly message: ChatMessage;
  readonly writing: boolean;
}

/** A question, or an answer with its reasoning, its images and its facts. */
export function Message({ message, writing }: MessageProps) {
  const { role, parts, metadata } = message;
  return (
    <article className={`message ${role}`} data-testid={role}>
      <div className={writing ? "bubble writing" : "bubble"}>
        {parts.map((part, index) => {
          const key = `${message.id}-${index}`;
          if (part.type === "text") return <p key={key}>{part.text}</p>;
          if (part.type === "reasoning" && part.text !== "") {
            return (
              <details key={key}>
                <summary>Reasoning</summary>
                <p>{part.text}</p>
              </details>
            );
          }
          if (part.type === "file" && part.mediaType.startsWith("image/")) {
            // biome-ignore lint/performance/noImgElement: the image is data, there is nothing to optimise
            return <img key={key} src={part.url} alt="Made by the model" />;
          }
          return null;
        })}
      </div>
      {metadata && <Facts facts={metadata} />}
      {metadata?.trace && <Trace trace={metadata.trace} strategy={metadata.strategy} />}
    </article>
  );
}
