use serde_json::Value;

use super::completion::FinishReason;
use super::message::{GeneratedImage, Role};
use super::tool::ToolCallDelta;
use super::usage::Usage;
use crate::gateway::RoutingMetadata;

object! {
    /// What a chunk adds to a choice.
    pub struct Delta {
        /// In the first chunk.
        pub role: Option<Role>,
        /// The next piece of text.
        pub content: Option<String>,
        /// Pieces of tool calls.
        pub tool_calls: Option<Vec<ToolCallDelta>>,
        /// The next piece of reasoning.
        pub reasoning_content: Option<String>,
        /// Closes the block of reasoning before it.
        pub reasoning_signature: Option<String>,
        /// A block of reasoning that the provider has hidden.
        pub reasoning_redacted_data: Option<String>,
        /// The next piece of a refusal.
        pub refusal: Option<String>,
        /// A whole image comes in one chunk.
        pub images: Option<Vec<GeneratedImage>>,
    }
}

object! {
    /// A choice within a chunk.
    pub struct StreamChoice {
        /// Its position among the choices. Where a provider leaves it out, its place in the list counts.
        pub index: Option<u64>,
        /// What the chunk adds.
        pub delta: Delta,
        /// Why it ended, once it has.
        pub finish_reason: Option<FinishReason>,
        /// The provider's own word for why it ended.
        pub native_finish_reason: Option<String>,
        /// How likely the tokens were, if that was asked for.
        pub logprobs: Option<Value>,
    }
}

object! {
    /// One event of a chat stream. Usage and routing come at the end, maybe on a chunk without choices.
    pub struct ChatCompletionChunk {
        /// The completion's id, the same in all its chunks.
        pub id: String,
        /// `chat.completion.chunk`.
        pub object: String,
        /// Unix time in seconds.
        pub created: u64,
        /// The model that answers.
        pub model: String,
        /// May be empty.
        pub choices: Vec<StreamChoice>,
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

impl ChatCompletionChunk {
    /// The text that this chunk adds to the first choice.
    pub fn text(&self) -> Option<&str> {
        let first = self.choices.iter().find(|choice| choice.index.unwrap_or(0) == 0)?;
        first.delta.content.as_deref()
    }
}
