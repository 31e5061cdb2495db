use serde_json::Value;

use super::merge::{merge, replace};
use super::reasoning::Reasoning;
use super::tool_calls::ToolCalls;
use crate::Extra;
use crate::chat::{Choice, Delta, FinishReason, FunctionCall, Message, Role, StreamChoice};
use crate::wire::Wire;

/// Collects one choice of a chat completion from its deltas.
#[derive(Debug, Default)]
pub(super) struct ChoiceParts {
    index: u64,
    pub(super) finish_reason: Option<FinishReason>,
    native_finish_reason: Option<String>,
    role: Role,
    content: Option<String>,
    refusal: Option<String>,
    reasoning: Reasoning,
    tool_calls: ToolCalls,
    function_call: Option<FunctionCall>,
    fields: Extra,
    message_fields: Extra,
}

impl ChoiceParts {
    pub(super) fn new(index: u64) -> Self {
        Self { index, ..Self::default() }
    }

    /// Drops what was collected, but for why the choice ended.
    pub(super) fn forget(&mut self) {
        *self = Self { finish_reason: self.finish_reason.take(), ..Self::new(self.index) };
    }

    /// Notes why the choice ended. An empty reason is none.
    pub(super) fn note_finish(&mut self, choice: &StreamChoice) {
        if let Some(reason) = choice.finish_reason.as_ref().filter(|reason| !reason.as_str().is_empty()) {
            self.finish_reason = Some(reason.clone());
        }
    }

    /// Takes in one element of a chunk's `choices`; about how many bytes more are kept now.
    pub(super) fn add(&mut self, choice: &StreamChoice) -> usize {
        let mut size = 0;
        self.note_finish(choice);
        if choice.native_finish_reason.is_some() {
            self.native_finish_reason.clone_from(&choice.native_finish_reason);
        }
        if let Some(logprobs) = &choice.logprobs {
            size += merge(&mut self.fields, "logprobs", logprobs);
        }
        for (key, value) in &choice.extra {
            size += replace(&mut self.fields, key, value);
        }
        size + self.add_delta(&choice.delta)
    }

    fn add_delta(&mut self, delta: &Delta) -> usize {
        let mut size = 0;
        if let Some(text) = &delta.content {
            size += text.len();
            self.content.get_or_insert_default().push_str(text);
            if !text.is_empty() {
                self.reasoning.interrupt();
            }
        }
        if let Some(role) = delta.role.as_ref().filter(|role| !role.as_str().is_empty()) {
            self.role = role.clone();
        }
        if let Some(pieces) = delta.tool_calls.as_ref().filter(|pieces| !pieces.is_empty()) {
            self.reasoning.interrupt();
            size += self.tool_calls.add(pieces);
        }
        size + self.add_rare_fields(delta)
    }

    fn add_rare_fields(&mut self, delta: &Delta) -> usize {
        let mut size = 0;
        if let Some(text) = &delta.reasoning_content {
            self.reasoning.add_text(text);
            size += text.len();
        }
        size += self.reasoning.add_signature(delta.reasoning_signature.as_deref().unwrap_or_default());
        size += self.reasoning.add_redacted(delta.reasoning_redacted_data.as_deref().unwrap_or_default());
        if let Some(text) = &delta.refusal {
            self.refusal.get_or_insert_default().push_str(text);
            size += text.len();
        }
        if let Some(images) = &delta.images {
            let images = images.iter().map(|image| serde_json::to_value(image).unwrap_or(Value::Null)).collect();
            size += merge(&mut self.message_fields, "images", &images);
        }
        for (key, value) in &delta.extra {
            match (key.as_str(), value) {
                ("function_call", Value::Object(piece)) => size += self.add_function_call(piece),
                ("annotations", Value::Array(_)) => size += merge(&mut self.message_fields, key, value),
                // Text that grows and text that is sent again can't be told apart: the last value counts.
                _ => size += replace(&mut self.message_fields, key, value),
            }
        }
        size
    }

    fn add_function_call(&mut self, piece: &Extra) -> usize {
        let mut size = 0;
        let call = self.function_call.get_or_insert_default();
        if let Some(name) = piece.get("name").and_then(Value::as_str).filter(|name| **name != *call.name) {
            call.name.push_str(name);
            size += name.len();
        }
        let arguments = piece.get("arguments").and_then(Value::as_str).unwrap_or_default();
        call.arguments.push_str(arguments);
        size + arguments.len()
    }

    pub(super) fn to_choice(&self) -> Choice {
        let mut extra = self.fields.clone();
        let logprobs = extra.remove("logprobs");
        Choice {
            index: self.index,
            message: self.message(),
            finish_reason: self.finish_reason.clone(),
            native_finish_reason: self.native_finish_reason.clone(),
            logprobs,
            extra,
        }
    }

    fn message(&self) -> Message {
        // Fields that only whole messages know, such as citations, find their place by being read.
        let mut message = Message::read(Value::Object(self.message_fields.clone())).unwrap_or_default();
        message.role = self.role.clone();
        message.content = self.final_content().map(Into::into);
        message.refusal.clone_from(&self.refusal);
        self.reasoning.write_to(&mut message);
        if !self.tool_calls.is_empty() {
            message.tool_calls = Some(self.tool_calls.to_calls(self.index));
        }
        message.function_call.clone_from(&self.function_call);
        message
    }

    /// A complete message has none where nothing was said, even if the stream opened with an empty string.
    fn final_content(&self) -> Option<&str> {
        let otherwise = !self.tool_calls.is_empty() || self.function_call.is_some() || self.refusal.is_some();
        self.content.as_deref().filter(|text| !text.is_empty() || !otherwise)
    }
}
