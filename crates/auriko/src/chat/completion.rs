use serde_json::Value;

use super::message::Message;
use super::usage::Usage;
use crate::gateway::RoutingMetadata;

open_enum! {
    /// Why a choice ended.
    pub enum FinishReason {
        /// The model was done.
        Stop = "stop",
        /// The limit on tokens was reached.
        Length = "length",
        /// The model calls tools.
        ToolCalls = "tool_calls",
        /// The model calls a function; older name of `ToolCalls`.
        FunctionCall = "function_call",
        /// A content filter stopped it.
        ContentFilter = "content_filter",
    }
}

object! {
    /// One of the answers.
    pub struct Choice {
        /// Its position among the choices.
        pub index: u64,
        /// What the model said.
        pub message: Message,
        /// Why it ended.
        pub finish_reason: Option<FinishReason>,
        /// The provider's own word for why it ended.
        pub native_finish_reason: Option<String>,
        /// How likely the tokens were, if that was asked for.
        pub logprobs: Option<Value>,
    }
}

object! {
    /// A whole chat completion.
    pub struct ChatCompletion {
        /// Its id.
        pub id: String,
        /// `chat.completion`.
        pub object: String,
        /// Unix time in seconds.
        pub created: u64,
        /// The model that answered.
        pub model: String,
        /// The answers: one, unless `n` asked for more.
        pub choices: Vec<Choice>,
        /// Tokens that were used.
        pub usage: Option<Usage>,
        /// The provider's configuration.
        pub system_fingerprint: Option<String>,
        /// The provider's class of service.
        pub service_tier: Option<String>,
        /// How the request was routed and what it cost.
        pub routing_metadata: Option<RoutingMetadata>,
    }
}

impl ChatCompletion {
    /// The text of the first choice.
    pub fn text(&self) -> Option<&str> {
        self.choices.first()?.message.text()
    }
}
