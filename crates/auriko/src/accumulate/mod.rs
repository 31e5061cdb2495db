//! From the chunks of a stream to the completion that they make.

#[cfg(test)]
mod caps;
mod choice;
mod json_balance;
mod merge;
mod reasoning;
#[cfg(test)]
mod tests;
mod tool_calls;

use std::collections::HashMap;

use crate::Extra;
use crate::chat::{ChatCompletion, ChatCompletionChunk, Usage};
use crate::gateway::RoutingMetadata;
use choice::ChoiceParts;
use merge::replace;

/// What a choice takes besides its text, in bytes.
const CHOICE_OVERHEAD: usize = 512;
/// Once the text was dropped, no more choices than this are noted: nobody can ask for as many.
const MAX_EMPTY_CHOICES: usize = 1024;

/// Folds the chunks of a chat stream into the completion that the call without streaming would have returned.
///
/// [`ChatCompletionStream`](crate::ChatCompletionStream) has one inside; it is of use by itself for chunks that come
/// from elsewhere.
///
/// ```
/// use auriko::{ChatCompletionAccumulator, ChatCompletionChunk};
///
/// let mut accumulator = ChatCompletionAccumulator::new();
/// for event in [
///     r#"{"id":"c","choices":[{"index":0,"delta":{"content":"Hel"}}]}"#,
///     r#"{"id":"c","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}"#,
/// ] {
///     let chunk: ChatCompletionChunk = serde_json::from_str(event)?;
///     accumulator.add(&chunk);
/// }
/// assert!(accumulator.is_complete(1));
/// assert_eq!(accumulator.completion().and_then(|completion| completion.text().map(str::to_owned)), Some("Hello".into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug)]
pub struct ChatCompletionAccumulator {
    started: bool,
    id: String,
    created: u64,
    model: String,
    usage: Option<Usage>,
    routing_metadata: Option<RoutingMetadata>,
    system_fingerprint: Option<String>,
    service_tier: Option<String>,
    fields: Extra,
    choices: Vec<ChoiceParts>,
    /// Where the choice of an index is.
    places: HashMap<u64, usize>,
    /// What is kept, in bytes.
    size: usize,
    limit: usize,
}

impl Default for ChatCompletionAccumulator {
    fn default() -> Self {
        Self::with_limit(Self::DEFAULT_LIMIT)
    }
}

impl ChatCompletionAccumulator {
    /// How much is kept, in bytes: text, and whatever else the completion is made of.
    pub const DEFAULT_LIMIT: usize = 64 * 1024 * 1024;

    /// One that keeps up to [`Self::DEFAULT_LIMIT`] bytes.
    pub fn new() -> Self {
        Self::default()
    }

    /// One that keeps up to `limit` bytes of text and other parts. Beyond that they are dropped, and there is no completion; usage,
    /// route and finish reasons are noted all the same.
    pub fn with_limit(limit: usize) -> Self {
        Self {
            started: false,
            id: String::new(),
            created: 0,
            model: String::new(),
            usage: None,
            routing_metadata: None,
            system_fingerprint: None,
            service_tier: None,
            fields: Extra::new(),
            choices: Vec::new(),
            places: HashMap::new(),
            size: 0,
            limit,
        }
    }

    /// Takes in one chunk.
    pub fn add(&mut self, chunk: &ChatCompletionChunk) {
        self.started = true;
        if self.id.is_empty() {
            self.id.clone_from(&chunk.id);
        }
        if self.created == 0 {
            self.created = chunk.created;
        }
        if self.model.is_empty() {
            self.model.clone_from(&chunk.model);
        }
        newest(&mut self.usage, chunk.usage.as_ref());
        newest(&mut self.routing_metadata, chunk.routing_metadata.as_ref());
        newest(&mut self.system_fingerprint, chunk.system_fingerprint.as_ref());
        newest(&mut self.service_tier, chunk.service_tier.as_ref());
        let was_over_limit = self.is_over_limit();
        self.add_choices(chunk);
        if !self.is_over_limit() {
            for (key, value) in &chunk.extra {
                self.size += replace(&mut self.fields, key, value);
            }
        }
        if self.is_over_limit() && !was_over_limit {
            self.forget();
        }
    }

    fn add_choices(&mut self, chunk: &ChatCompletionChunk) {
        for (position, choice) in chunk.choices.iter().enumerate() {
            let is_over_limit = self.is_over_limit();
            let Some(parts) = self.choice(choice.index.unwrap_or(position as u64)) else { continue };
            if is_over_limit {
                parts.note_finish(choice);
            } else {
                self.size += parts.add(choice);
            }
        }
    }

    fn choice(&mut self, index: u64) -> Option<&mut ChoiceParts> {
        let at = match self.places.get(&index) {
            Some(&at) => at,
            None if self.is_over_limit() && self.choices.len() >= MAX_EMPTY_CHOICES => return None,
            None => {
                self.places.insert(index, self.choices.len());
                self.choices.push(ChoiceParts::new(index));
                self.size += CHOICE_OVERHEAD;
                self.choices.len() - 1
            }
        };
        self.choices.get_mut(at)
    }

    /// Drops everything but finish reasons and money.
    fn forget(&mut self) {
        for parts in &mut self.choices {
            parts.forget();
        }
        self.fields = Extra::new();
    }

    /// Notes what an error event says about money.
    pub(crate) fn note_money(&mut self, event: ChatCompletionChunk) {
        self.usage = event.usage.or(self.usage.take());
        self.routing_metadata = event.routing_metadata.or(self.routing_metadata.take());
    }

    /// Whether any choice came.
    pub(crate) fn has_choices(&self) -> bool {
        !self.choices.is_empty()
    }

    pub(crate) fn is_started(&self) -> bool {
        self.started
    }

    /// Whether at least `expected` choices came, and every one has said why it ended.
    pub fn is_complete(&self, expected: usize) -> bool {
        self.choices.len() >= expected && self.choices.iter().all(|choice| choice.finish_reason.is_some())
    }

    /// Whether more came than is kept.
    pub fn is_over_limit(&self) -> bool {
        self.size > self.limit
    }

    /// The limit, in bytes.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Token usage: the last that came.
    pub fn usage(&self) -> Option<&Usage> {
        self.usage.as_ref()
    }

    /// Route and cost: the last that came.
    pub fn routing_metadata(&self) -> Option<&RoutingMetadata> {
        self.routing_metadata.as_ref()
    }

    /// The completion so far; none before the first chunk, and none once more came than is kept.
    pub fn completion(&self) -> Option<ChatCompletion> {
        if !self.started || self.is_over_limit() {
            return None;
        }
        let mut choices: Vec<_> = self.choices.iter().map(ChoiceParts::to_choice).collect();
        choices.sort_by_key(|choice| choice.index);
        Some(ChatCompletion {
            id: self.id.clone(),
            object: "chat.completion".into(),
            created: self.created,
            model: self.model.clone(),
            choices,
            usage: self.usage.clone(),
            system_fingerprint: self.system_fingerprint.clone(),
            service_tier: self.service_tier.clone(),
            routing_metadata: self.routing_metadata.clone(),
            extra: self.fields.clone(),
        })
    }
}

fn newest<T: Clone>(known: &mut Option<T>, value: Option<&T>) {
    if value.is_some() {
        *known = value.cloned();
    }
}
