import { auriko } from "@auriko/ai-sdk-provider";

console.log(auriko);
