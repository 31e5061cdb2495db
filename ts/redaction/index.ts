export { credentialsOfHeaders, credentialsOfProxy } from "./credentials";
export { maskKnownShapes, maskShapesIn } from "./known-shapes";
export { redactError } from "./redact-error";
export { Redactor } from "./redactor";
