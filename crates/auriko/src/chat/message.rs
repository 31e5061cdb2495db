use serde_json::Value;

use super::content::Content;
use super::tool::{FunctionCall, ToolCall};

open_enum! {
    /// Who says a message.
    pub enum Role {
        /// Instructions for the model.
        System = "system",
        /// Instructions for the model, under the newer name.
        Developer = "developer",
        /// The user.
        User = "user",
        /// The model.
        Assistant = "assistant",
        /// The result of a tool call.
        Tool = "tool",
        /// The result of a function call; older name of `Tool`.
        Function = "function",
    }
}

#[expect(clippy::derivable_impls, reason = "most sets of words have no default, so none is derived")]
impl Default for Role {
    fn default() -> Self {
        Self::Assistant
    }
}

object! {
    /// A piece of reasoning; send it back unchanged in the next turn.
    pub struct ReasoningBlock {
        /// `thinking` or `redacted`.
        pub kind: String = "type",
        /// Readable reasoning, for `thinking`.
        pub thinking: Option<String>,
        /// Proves that the text is the provider's.
        pub signature: Option<String>,
        /// Reasoning that the provider has hidden, for `redacted`.
        pub data: Option<String>,
    }
}

object! {
    /// An image that the model made.
    pub struct GeneratedImage {
        /// `image`.
        pub kind: String = "type",
        /// For example `image/png`.
        pub mime_type: String,
        /// The image in base64.
        pub data: String,
        /// Opaque.
        pub thought_signature: Option<String>,
    }
}

object! {
    /// A message of a conversation: one that is sent, or one that the model answered.
    ///
    /// An answer can be sent back in the next turn with [`Message::into_request`].
    pub struct Message {
        /// Who says it.
        pub role: Role,
        /// What is said. An answer that only calls tools has none.
        pub content: Option<Content>,
        /// Tells apart several speakers of the same role.
        pub name: Option<String>,
        /// Tools that the model calls.
        pub tool_calls: Option<Vec<ToolCall>>,
        /// In a message of role `tool`: the id of the call that it answers.
        pub tool_call_id: Option<String>,
        /// Reasoning as text.
        pub reasoning_content: Option<String>,
        /// Reasoning blocks; send them back unchanged.
        pub reasoning: Option<Vec<ReasoningBlock>>,
        /// Why the model refused to answer.
        pub refusal: Option<String>,
        /// Images that the model made.
        pub images: Option<Vec<GeneratedImage>>,
        /// What the model cites.
        pub annotations: Option<Vec<Value>>,
        /// Older form of `tool_calls`.
        pub function_call: Option<FunctionCall>,
    }
}

impl Message {
    fn new(role: Role, content: impl Into<Content>) -> Self {
        Self { role, content: Some(content.into()), ..Self::default() }
    }

    /// Instructions for the model.
    pub fn system(content: impl Into<Content>) -> Self {
        Self::new(Role::System, content)
    }

    /// Instructions for the model, under the newer name of the role.
    pub fn developer(content: impl Into<Content>) -> Self {
        Self::new(Role::Developer, content)
    }

    /// What the user says: text, or text and images in parts.
    pub fn user(content: impl Into<Content>) -> Self {
        Self::new(Role::User, content)
    }

    /// What the model said before.
    pub fn assistant(content: impl Into<Content>) -> Self {
        Self::new(Role::Assistant, content)
    }

    /// The result of the tool call with this id.
    pub fn tool(tool_call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { tool_call_id: Some(tool_call_id.into()), ..Self::new(Role::Tool, content) }
    }

    /// The text that is said, if it is text alone.
    pub fn text(&self) -> Option<&str> {
        self.content.as_ref()?.as_text()
    }

    /// An answer in the form in which it is sent back: with tool calls and reasoning, without what only answers have.
    #[must_use]
    pub fn into_request(mut self) -> Self {
        self.images = None;
        self.annotations = None;
        self.extra.retain(|name, value| !value.is_null() && name != "images" && name != "annotations");
        self
    }
}
