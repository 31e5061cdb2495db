use std::collections::BTreeMap;

use serde_json::Value;

use super::message::Message;
use super::response_format::ResponseFormat;
use super::tool::{Tool, ToolChoice};
use crate::Extra;
use crate::gateway::GatewayOptions;

open_enum! {
    /// How hard a reasoning model thinks; Auriko translates it for each provider.
    pub enum ReasoningEffort {
        /// Little.
        Low = "low",
        /// Some.
        Medium = "medium",
        /// Much.
        High = "high",
        /// More.
        XHigh = "xhigh",
        /// As much as the model can.
        Max = "max",
        /// Not at all.
        Off = "off",
    }
}

object! {
    /// What is shown of reasoning.
    pub struct ReasoningOptions {
        /// Leaves reasoning out of the answer; it happens and is billed all the same.
        pub exclude: Option<bool>,
    }
}

setters! { ReasoningOptions { exclude: bool, } }

object! {
    /// What a stream brings besides the answer.
    pub struct StreamOptions {
        /// Auriko sends usage on every stream, whatever stands here.
        pub include_usage: Option<bool>,
    }
}

setters! { StreamOptions { include_usage: bool, } }

object! {
    /// A chat completion request, with the names of the wire.
    ///
    /// `stream` is no field of it: [`Chat::create`](crate::Chat::create) and
    /// [`Chat::create_stream`](crate::Chat::create_stream) decide.
    ///
    /// ```
    /// use auriko::{ChatCompletionRequest, GatewayOptions, Message, Optimize, RoutingOptions};
    ///
    /// let request = ChatCompletionRequest::new("gpt-5.4", [Message::user("Hello")])
    ///     .temperature(0.2)
    ///     .gateway(GatewayOptions::new().routing(RoutingOptions::new().optimize(Optimize::Cost).max_ttft_ms(500u64)));
    /// ```
    pub struct ChatCompletionRequest {
        /// The conversation.
        pub messages: Vec<Message>,
        /// Canonical id or alias of a model, maybe with a routing suffix such as `:ttft`. Not together with
        /// `gateway.models`.
        pub model: Option<String>,
        /// 0–2.
        pub temperature: Option<f64>,
        /// 0–1.
        pub top_p: Option<f64>,
        /// Older name of `max_completion_tokens`.
        pub max_tokens: Option<u64>,
        /// Most tokens of the answer, reasoning included.
        pub max_completion_tokens: Option<u64>,
        /// How hard a reasoning model thinks.
        pub reasoning_effort: Option<ReasoningEffort>,
        /// What is shown of reasoning.
        pub reasoning: Option<ReasoningOptions>,
        /// −2…2. Not at all providers.
        pub frequency_penalty: Option<f64>,
        /// −2…2. Not at all providers.
        pub presence_penalty: Option<f64>,
        /// Only the most likely tokens, this many.
        pub top_k: Option<u64>,
        /// At some vLLM providers.
        pub min_p: Option<f64>,
        /// At some providers.
        pub top_a: Option<f64>,
        /// At vLLM providers.
        pub repetition_penalty: Option<f64>,
        /// Where the answer ends; how many are allowed differs by provider.
        pub stop: Option<Vec<String>>,
        /// For answers that can be repeated, as far as the provider keeps to it.
        pub seed: Option<i64>,
        /// How many choices. Not at all providers.
        pub n: Option<u64>,
        /// Tools that the model may use.
        pub tools: Option<Vec<Tool>>,
        /// Which tool the model has to use.
        pub tool_choice: Option<ToolChoice>,
        /// Whether several tools may be called at once. Support differs by provider.
        pub parallel_tool_calls: Option<bool>,
        /// The form of the answer.
        pub response_format: Option<ResponseFormat>,
        /// What a stream brings besides the answer.
        pub stream_options: Option<StreamOptions>,
        /// Whether to tell how likely the tokens were.
        pub logprobs: Option<bool>,
        /// For how many of the most likely tokens; 0–20.
        pub top_logprobs: Option<u64>,
        /// Token id → bias.
        pub logit_bias: Option<BTreeMap<String, f64>>,
        /// Your id of the end user, for abuse detection; at Fireworks also for cache reuse.
        pub user: Option<String>,
        /// Free form, for models that search the web.
        pub web_search_options: Option<Value>,
        /// How wordy the answer is: `low`, `medium` or `high`.
        pub verbosity: Option<String>,
        /// Requests with the same key share a prompt cache at `OpenAI`.
        pub prompt_cache_key: Option<String>,
        /// `24h`: longer life of the prompt cache, for gpt-4.1 and gpt-5 or later at `OpenAI`, not with zero data retention.
        pub prompt_cache_retention: Option<String>,
        /// Your id of the end user, for `OpenAI`.
        pub safety_identifier: Option<String>,
        /// Everything that is for Auriko itself: routing, several models, marks.
        pub gateway: Option<GatewayOptions>,
        /// Fields for single providers, passed on to them as they are; keyed by provider.
        pub extensions: Option<Extra>,
    }
}

setters! {
    ChatCompletionRequest {
        model: String,
        temperature: f64,
        top_p: f64,
        max_tokens: u64,
        max_completion_tokens: u64,
        reasoning_effort: ReasoningEffort,
        reasoning: ReasoningOptions,
        frequency_penalty: f64,
        presence_penalty: f64,
        top_k: u64,
        min_p: f64,
        top_a: f64,
        repetition_penalty: f64,
        seed: i64,
        n: u64,
        tool_choice: ToolChoice,
        parallel_tool_calls: bool,
        response_format: ResponseFormat,
        stream_options: StreamOptions,
        logprobs: bool,
        top_logprobs: u64,
        logit_bias: BTreeMap<String, f64>,
        user: String,
        web_search_options: Value,
        verbosity: String,
        prompt_cache_key: String,
        prompt_cache_retention: String,
        safety_identifier: String,
        gateway: GatewayOptions,
        extensions: Extra,
    }
    lists { stop: String, tools: Tool, }
}

impl ChatCompletionRequest {
    /// A request to one model.
    pub fn new(model: impl Into<String>, messages: impl Into<Vec<Message>>) -> Self {
        Self { model: Some(model.into()), messages: messages.into(), ..Self::default() }
    }

    /// A request that Auriko routes over several models.
    pub fn over_models(models: impl IntoIterator<Item = impl Into<String>>, messages: impl Into<Vec<Message>>) -> Self {
        let gateway = GatewayOptions::new().models(models);
        Self { messages: messages.into(), gateway: Some(gateway), ..Self::default() }
    }

    /// How many choices were asked for.
    pub(crate) fn choices(&self) -> usize {
        let asked = self.extra.get("n").and_then(Value::as_u64).or(self.n).unwrap_or(1);
        usize::try_from(asked).unwrap_or(usize::MAX)
    }
}
