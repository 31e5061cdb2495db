use std::borrow::Borrow;

use http::Method;
use serde_json::Value;

use super::builder::invalid;
use super::response::Response;
use super::{Client, RequestBuilder};
use crate::chat::{ChatCompletion, ChatCompletionRequest};
use crate::stream::ChatCompletionStream;
use crate::wire::Wire;
use crate::{ChatCompletionAccumulator, Error, Extra};

/// Chat completions: [`Client::chat`].
#[derive(Debug, Clone)]
pub struct Chat {
    client: Client,
}

impl Chat {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// The whole completion. Dropping the future closes the connection.
    ///
    /// # Errors
    /// Any [`Error`] but those of streams. [`Error::InvalidRequest`] before anything is sent: neither or both of `model` and
    /// `gateway.models`, or a number that JSON has no form for.
    pub async fn create(&self, request: impl Borrow<ChatCompletionRequest> + Send) -> Result<ChatCompletion, Error> {
        let call = self.prepare(request.borrow(), false);
        drop(request);
        call?.send().await?.read()
    }

    /// The whole completion, together with the headers that it came with.
    ///
    /// # Errors
    /// As [`Chat::create`].
    pub async fn create_with_response(
        &self,
        request: impl Borrow<ChatCompletionRequest> + Send,
    ) -> Result<(ChatCompletion, Response), Error> {
        let call = self.prepare(request.borrow(), false);
        drop(request);
        let response = call?.send().await?;
        Ok((response.read()?, response))
    }

    /// The completion as it arrives. Resolves when the answer begins; dropping the future or the stream closes the
    /// connection.
    ///
    /// A connection that breaks before the first chunk is made anew, as for every failed attempt; afterwards the stream
    /// ends with an error that holds what had arrived.
    ///
    /// ```no_run
    /// use auriko::{ChatCompletionRequest, Client, Message};
    /// use futures::StreamExt;
    ///
    /// # async fn ask(client: &Client) -> Result<(), auriko::Error> {
    /// let request = ChatCompletionRequest::new("gpt-5.4", [Message::user("Say hello.")]);
    /// let mut stream = client.chat().create_stream(request).await?;
    /// while let Some(chunk) = stream.next().await {
    ///     print!("{}", chunk?.text().unwrap_or_default());
    /// }
    /// println!("{:?}", stream.usage());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn create_stream(
        &self,
        request: impl Borrow<ChatCompletionRequest> + Send,
    ) -> Result<ChatCompletionStream, Error> {
        let call = self.prepare(request.borrow(), true);
        let choices = request.borrow().choices();
        drop(request);
        let events = call?.stream().await?;
        let accumulator = ChatCompletionAccumulator::with_limit(self.client.accumulation_limit());
        Ok(ChatCompletionStream::new(events, accumulator, choices))
    }

    fn prepare(&self, request: &ChatCompletionRequest, stream: bool) -> Result<RequestBuilder, Error> {
        check(request)?;
        let mut body = serde_json::to_value(request)
            .map_err(|error| invalid("body", &format!("the request can't be written as json: {error}")))?;
        if let Value::Object(fields) = &mut body {
            fields.remove("stream");
            if fields.get("gateway").is_some_and(|gateway| gateway == &Value::Object(Extra::new())) {
                fields.remove("gateway");
            }
            if stream {
                fields.insert("stream".into(), true.into());
            }
        }
        self.client.request(Method::POST, "/chat/completions").json(&body)
    }
}

/// What can't work is refused before anything is sent. What the server may come to accept is the server's to judge.
fn check(request: &ChatCompletionRequest) -> Result<(), Error> {
    if let Some(found) = request.unsendable(0) {
        return Err(invalid(&found.path, &found.message()));
    }
    let models = request.gateway.as_ref().is_some_and(|gateway| gateway.models.is_some());
    match (request.model.is_some(), models) {
        (true, true) => {
            Err(invalid("gateway.models", "give either `model` or `gateway.models`: the one replaces the other"))
        }
        (false, false) => Err(Error::InvalidRequest {
            param: "model".into(),
            code: "missing_required_parameter",
            message: "`model` is missing: give a model, or several as `gateway.models`".into(),
        }),
        _ => Ok(()),
    }
}
