import { AuthenticationError, BadRequestError } from "./status-errors";

/** A parameter or option that the SDK refuses before any network; `message` names the fix. */
export function invalidParameter(param: string, message: string): BadRequestError {
  return refusal("invalid_parameter_value", param, message);
}

/** A parameter that has to be given and is not. */
export function missingParameter(param: string, message: string): BadRequestError {
  return refusal("missing_required_parameter", param, message);
}

/** No API key was given, neither as an option nor in the environment. */
export function missingApiKey(): AuthenticationError {
  return new AuthenticationError(
    "No API key: pass `apiKey` to the client or set the environment variable AURIKO_API_KEY.",
    { type: "authentication_error", code: "missing_api_key" },
  );
}

function refusal(
  code: "invalid_parameter_value" | "missing_required_parameter",
  param: string,
  message: string,
) {
  return new BadRequestError(message, {
    statusCode: 400,
    type: "invalid_request_error",
    code,
    param,
  });
}
