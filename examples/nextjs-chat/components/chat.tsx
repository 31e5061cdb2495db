"use client";

import { useChat } from "@ai-sdk/react";
import { DefaultChatTransport } from "ai";
import { useEffect, useRef, useState } from "react";
import type { ChatMessage, Strategy } from "../lib/chat-message";
import { Composer } from "./composer";
import { usd } from "./format";
import { Message } from "./message";
import { StrategyPicker } from "./strategy-picker";

export function Chat() {
  const { messages, sendMessage, status, stop, error } = useChat<ChatMessage>({
    transport: new DefaultChatTransport({ api: "/api/chat" }),
  });
  const [optimize, setOptimize] = useState<Strategy>("balanced");
  const end = useRef<HTMLDivElement>(null);
  const busy = status === "submitted" || status === "streaming";
  const spent = messages.reduce((sum, { metadata }) => sum + (metadata?.costUsd ?? 0), 0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new piece of an answer scrolls
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [messages]);

  return (
    <div className="chat">
      <header>
        <h1>
          <span className="mark" aria-hidden="true" />
          Auriko chat
        </h1>
        <StrategyPicker value={optimize} onChange={setOptimize} />
        <p className="spent">
          <span>spent</span> <strong data-testid="spent">{usd(spent)}</strong>
        </p>
      </header>

      <main aria-live="polite">
        {messages.length === 0 && (
          <p className="empty">
            Ask something. Below each answer you see which provider gave it, how fast it was, and what it
            cost.
          </p>
        )}
        {messages.map((message, index) => (
          <Message
            key={message.id}
            message={message}
            writing={status === "streaming" && index === messages.length - 1}
          />
        ))}
        {status === "submitted" && <p className="waiting">Choosing a provider…</p>}
        {error && (
          <p className="error" role="alert">
            {error.message}
          </p>
        )}
        <div ref={end} />
      </main>

      <Composer busy={busy} onSend={(text) => sendMessage({ text }, { body: { optimize } })} onStop={stop} />
    </div>
  );
}
