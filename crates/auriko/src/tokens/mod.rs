//! The one rule by which tokens are estimated, as the SDK for JavaScript has it in `ts/tokens`; `estimates.json` holds both
//! to it.

mod estimate_prompt;
mod estimate_tokens;

pub(crate) use estimate_prompt::{estimate_output_tokens, estimate_prompt_tokens};
pub(crate) use estimate_tokens::estimate_tokens;

#[cfg(test)]
mod tests;
