import { Client } from "@auriko/sdk";

console.log(new Client());
