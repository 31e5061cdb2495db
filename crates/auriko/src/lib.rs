//! The Rust client of Auriko, an API that routes requests to language models over many providers.
//!
//! ```no_run
//! use auriko::{ChatCompletionRequest, Client, GatewayOptions, Message, Optimize, RoutingOptions};
//!
//! #[tokio::main]
//! async fn main() -> Result<(), auriko::Error> {
//!     // The key comes from AURIKO_API_KEY.
//!     let client = Client::new()?;
//!     let routing = RoutingOptions::new().optimize(Optimize::CostFocus).max_ttft_ms(800u64);
//!     let request = ChatCompletionRequest::new("gpt-5.4", [Message::user("Why is the sky blue?")])
//!         .gateway(GatewayOptions::new().routing(routing));
//!
//!     let completion = client.chat().create(request).await?;
//!     println!("{}", completion.text().unwrap_or_default());
//!     if let Some(route) = completion.routing_metadata {
//!         println!("{:?} {:?}", route.provider, route.cost.and_then(|cost| cost.billed_usd()));
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # What there is
//!
//! * [`Client::chat`]: chat completions, whole or as a [`ChatCompletionStream`] that implements [`futures::Stream`].
//! * [`Client::models`], [`Client::me`]: what can be called, and with which key.
//! * [`Client::batch`]: any number of requests from a file to a file, in a way that survives a crash.
//! * [`Client::request`]: everything else of the API, whole or as an [`EventStream`].
//!
//! # What it does by itself
//!
//! * Failed attempts are repeated twice, with growing waits, where that can help; a `Retry-After` of the server is
//!   kept. A stream is opened anew as long as none of its chunks was handed out. [`ClientBuilder::max_retries`] says how
//!   often.
//! * Four limits watch over a call: see [`Timeouts`].
//! * Requests keep to a number at a time or a minute, if you say so: see [`Limits`].
//! * Proxies and certificates are found as curl finds them.
//! * An answer that broke off is an error that holds what had arrived, never a shorter answer.
//!
//! # Types
//!
//! The types of the wire know the fields that are documented. All others are kept in `extra`, and sent from there, too;
//! sets of words are open. A server that adds to its answers breaks nobody, and nothing that it sent is lost.
//!
//! # Errors
//!
//! [`Error`] is one enum, documented as a contract.
//!
//! ```
//! # fn judge(error: &auriko::Error) {
//! use auriko::ErrorKind;
//!
//! match error.kind() {
//!     ErrorKind::Status if error.code() == "budget_exhausted" => println!("the budget is used up"),
//!     ErrorKind::Truncated | ErrorKind::Dropped => println!("had come: {:?}", error.partial()),
//!     _ if error.is_retryable() => println!("try again after {:?}", error.retry_after()),
//!     _ => println!("{error}; request {:?}", error.request_id()),
//! }
//! # }
//! ```
//!
//! # Features
//!
//! `transport` opens the low-level pieces on which other front ends stand, among them the addon of `@auriko/sdk` for Node.
//! They are documented, but exempt from semver.
#![forbid(unsafe_code)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[macro_use]
mod wire;

mod accumulate;
pub mod batch;
mod chat;
mod client;
mod error;
mod gateway;
mod identity;
mod models;
mod stream;
mod threads;
mod tokens;
#[cfg(feature = "transport")]
pub mod transport;
#[cfg(not(feature = "transport"))]
#[expect(dead_code, unused_imports, reason = "what stands on it here does not need all of it")]
mod transport;

pub use accumulate::ChatCompletionAccumulator;
pub use chat::{
    CacheControl, ChatCompletion, ChatCompletionChunk, ChatCompletionRequest, Choice, CompletionTokensDetails, Content,
    ContentPart, Delta, FinishReason, FunctionCall, FunctionCallDelta, FunctionDefinition, GeneratedImage, ImageUrl,
    JsonSchemaFormat, Message, PromptTokensDetails, ReasoningBlock, ReasoningEffort, ReasoningOptions, ResponseFormat,
    Role, StreamChoice, StreamOptions, Tool, ToolCall, ToolCallDelta, ToolChoice, Usage,
};
pub use client::{Chat, Client, ClientBuilder, Me, Models, RequestBuilder, Response, Timeouts};
pub use error::{ApiError, Context, Error, ErrorKind, error_codes};
pub use gateway::{
    DataPolicy, GatewayMetadata, GatewayOptions, MetricPercentile, Mode, Optimize, RoutingCost, RoutingMetadata,
    RoutingOptions, RoutingWarning, RoutingWeights, StructuredWarning,
};
pub use identity::{ApiKeyIdentity, ApiKeyRateLimits, ApiKeyWorkspace};
pub use models::{
    CanonicalModel, Directory, DirectoryModel, Model, ModelList, ModelProvider, PriceVariant, ProviderEntry,
    ProviderInfo, ProviderList, Registry, TierEntry,
};
pub use stream::{ChatCompletionStream, EventStream, ServerSentEvent};
pub use transport::{AttemptFacts, HttpVersions, Limits, Phase, Repeat, WaitReason};
pub use wire::Extra;
