export {
  ChatAuriko,
  type ChatAurikoCallOptions,
  type ChatAurikoFields,
  type ChatAurikoRouting,
} from "./chat-auriko";
