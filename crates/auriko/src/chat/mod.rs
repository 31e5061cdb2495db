//! Chat completions: what is sent and what comes back.

mod chunk;
mod completion;
mod content;
mod message;
mod request;
mod response_format;
mod tool;
mod usage;

pub use chunk::{ChatCompletionChunk, Delta, StreamChoice};
pub use completion::{ChatCompletion, Choice, FinishReason};
pub use content::{CacheControl, Content, ContentPart, ImageUrl};
pub use message::{GeneratedImage, Message, ReasoningBlock, Role};
pub use request::{ChatCompletionRequest, ReasoningEffort, ReasoningOptions, StreamOptions};
pub use response_format::{JsonSchemaFormat, ResponseFormat};
pub use tool::{FunctionCall, FunctionCallDelta, FunctionDefinition, Tool, ToolCall, ToolCallDelta, ToolChoice};
pub use usage::{CompletionTokensDetails, PromptTokensDetails, Usage};
