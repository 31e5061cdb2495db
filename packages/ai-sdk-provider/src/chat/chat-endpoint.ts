import type {
  Answered,
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsStreaming,
} from "@auriko/sdk";
import type { Endpoint } from "../core/endpoint";
import { chatParams } from "./chat-params";
import { ChunkReader } from "./chunk-reader";
import { readCompletion } from "./completion-content";

/** `POST /chat/completions` */
export const chatEndpoint: Endpoint<Answered<ChatCompletion>, ChatCompletionChunk> = {
  kind: "chat",
  path: "/chat/completions",
  params: chatParams,
  create: (client, params, options) =>
    client.chat.completions.create(params as unknown as ChatCompletionCreateParamsNonStreaming, options),
  open: (client, params, options) =>
    client.chat.completions.create(
      { ...params, stream: true } as unknown as ChatCompletionCreateParamsStreaming,
      options,
    ),
  read: readCompletion,
  reader: (sink) => new ChunkReader(sink),
};
