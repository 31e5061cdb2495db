export { credentialsOfHeaders, credentialsOfProxy } from "./credentials";
export { maskKnownShapes, maskShapesIn } from "./known-shapes";
export { redactAddress } from "./redact-address";
export { redactError } from "./redact-error";
export { redactFields } from "./redact-fields";
export { redactHeaders, shownHeaders } from "./redact-headers";
export { MASK, Redactor } from "./redactor";
export { isSecretName } from "./secret-names";
