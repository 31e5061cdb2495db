use std::collections::HashMap;

use serde_json::Value;

use super::json_balance::JsonBalance;
use super::merge::replace;
use crate::Extra;
use crate::chat::{FunctionCall, FunctionCallDelta, ToolCall, ToolCallDelta};

/// What a call takes besides its text, in bytes.
const CALL_OVERHEAD: usize = 512;

#[derive(Debug, Default)]
struct Call {
    /// Position among the calls of the message, as the provider counts.
    index: u64,
    id: String,
    kind: String,
    name: String,
    arguments: String,
    balance: JsonBalance,
    started: bool,
    signature: Option<String>,
    fields: Extra,
    function_fields: Extra,
}

/// Collects the tool calls of one message.
///
/// A piece belongs to the call with its `index`. Providers break this rule in three ways, and each has its answer:
/// `index` is missing (then `id` decides, then the position among the newest calls); one `index` is used for several
/// calls (a piece that brings both a new `id` and a name, or a different name after arguments, starts a new call); `id`
/// or `name` comes again with every piece (the first `id` stays, a repeated name is ignored).
#[derive(Debug, Default)]
pub(super) struct ToolCalls {
    calls: Vec<Call>,
    /// Where the newest call of an index is.
    by_index: HashMap<u64, usize>,
    /// Where the first call of an id is.
    by_id: HashMap<String, usize>,
}

impl ToolCalls {
    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Takes in the `tool_calls` list of one delta; about how many bytes more are kept now.
    pub(super) fn add(&mut self, pieces: &[ToolCallDelta]) -> usize {
        let before = self.calls.len();
        let first = before.saturating_sub(pieces.len());
        let mut size = 0;
        for (position, piece) in pieces.iter().enumerate() {
            let at = self.call_for(piece, first + position);
            let call = &mut self.calls[at];
            let had_id = !call.id.is_empty();
            size += call.add(piece);
            if !had_id && !call.id.is_empty() {
                // The same id at two calls means the first of them.
                let first = self.by_id.entry(call.id.clone()).or_insert(at);
                *first = at.min(*first);
            }
        }
        size + (self.calls.len() - before) * CALL_OVERHEAD
    }

    /// Where the call is that a piece belongs to; `counterpart` is the place of the piece among the newest calls.
    fn call_for(&mut self, piece: &ToolCallDelta, counterpart: usize) -> usize {
        let id = piece.id.as_deref().unwrap_or_default();
        let name = piece.function.as_ref().and_then(|function| function.name.as_deref()).unwrap_or_default();
        let present = match piece.index {
            Some(index) => self.by_index.get(&index).copied(),
            None => self.without_index(id, name, counterpart),
        };
        if let Some(at) = present
            && !self.calls[at].is_followed_by(id, name)
        {
            return at;
        }
        let index = piece.index.unwrap_or(self.calls.len() as u64);
        self.calls.push(Call { index, kind: "function".into(), ..Call::default() });
        let at = self.calls.len() - 1;
        self.by_index.insert(index, at);
        at
    }

    fn without_index(&self, id: &str, name: &str, counterpart: usize) -> Option<usize> {
        let present = self.calls.get(counterpart).map(|_| counterpart);
        if !id.is_empty() {
            return self.by_id.get(id).copied().or(present);
        }
        present.filter(|&at| name.is_empty() || !self.calls[at].balance.is_complete())
    }

    /// The calls as a complete message holds them, in the order of their index.
    pub(super) fn to_calls(&self, choice: u64) -> Vec<ToolCall> {
        let mut ordered: Vec<&Call> = self.calls.iter().collect();
        ordered.sort_by_key(|call| call.index);
        ordered.iter().enumerate().map(|(position, call)| call.to_call(choice, position)).collect()
    }
}

impl Call {
    /// Whether a piece with this id and name begins another call.
    fn is_followed_by(&self, id: &str, name: &str) -> bool {
        if name.is_empty() {
            return false;
        }
        if !id.is_empty() && !self.id.is_empty() {
            return id != self.id;
        }
        self.started && !self.name.is_empty() && name != self.name
    }

    fn add(&mut self, piece: &ToolCallDelta) -> usize {
        let mut size = 0;
        if self.id.is_empty() {
            self.id = piece.id.clone().unwrap_or_default();
            size += self.id.len();
        }
        if let Some(kind) = piece.kind.as_ref().filter(|kind| !kind.is_empty()) {
            self.kind.clone_from(kind);
        }
        if piece.provider_signature.is_some() {
            self.signature.clone_from(&piece.provider_signature);
        }
        for (key, value) in &piece.extra {
            size += replace(&mut self.fields, key, value);
        }
        size + piece.function.as_ref().map_or(0, |function| self.add_function(function))
    }

    fn add_function(&mut self, piece: &FunctionCallDelta) -> usize {
        // Names come whole, as a rule; a different one before any argument is the next piece of a split name.
        let name = piece.name.as_deref().unwrap_or_default();
        let mut size = 0;
        if name != self.name {
            self.name.push_str(name);
            size += name.len();
        }
        size += self.add_arguments(piece.arguments.as_deref().unwrap_or_default());
        for (key, value) in &piece.extra {
            match key.as_str() {
                // Arguments belong in a JSON string; some providers send the object itself.
                "arguments" if !value.is_null() => size += self.add_arguments(&value.to_string()),
                _ => size += replace(&mut self.function_fields, key, value),
            }
        }
        size
    }

    fn add_arguments(&mut self, text: &str) -> usize {
        self.started |= !text.is_empty();
        self.arguments.push_str(text);
        self.balance.add(text);
        text.len()
    }

    fn to_call(&self, choice: u64, position: usize) -> ToolCall {
        // An answer needs an id to refer to. Where the provider sent none, a made-up one serves both sides alike.
        let id = if self.id.is_empty() { format!("call_{choice}_{position}") } else { self.id.clone() };
        let mut extra = self.fields.clone();
        extra.retain(|key, value| key != "index" || !matches!(value, Value::Null | Value::Number(_)));
        ToolCall {
            id,
            kind: self.kind.clone(),
            function: FunctionCall {
                name: self.name.clone(),
                arguments: self.arguments.clone(),
                extra: self.function_fields.clone(),
            },
            provider_signature: self.signature.clone(),
            extra,
        }
    }
}
