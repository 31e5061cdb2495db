//! Asks one question and prints the answer, its route and its cost.
//!
//! `cargo run --example chat -- "Why is the sky blue?"`, with `AURIKO_API_KEY` set.
#![allow(clippy::print_stdout, reason = "that is what it is for")]

use auriko::{ChatCompletionRequest, Client, Error, GatewayOptions, Message, Optimize, RoutingOptions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let question = std::env::args().nth(1).unwrap_or_else(|| "Why is the sky blue?".into());
    let model = std::env::var("AURIKO_MODEL").unwrap_or_else(|_| "gpt-5.4".into());
    let routing = RoutingOptions::new().optimize(Optimize::CostFocus);

    let request =
        ChatCompletionRequest::new(model, [Message::user(question)]).gateway(GatewayOptions::new().routing(routing));
    let (completion, response) = Client::new()?.chat().create_with_response(request).await?;

    println!("{}", completion.text().unwrap_or_default());
    if let Some(route) = &completion.routing_metadata {
        let cost = route.cost.as_ref().and_then(auriko::RoutingCost::billed_usd).unwrap_or_default();
        println!("by {} for {cost} USD", route.provider.as_deref().unwrap_or("somebody"));
    }
    if let Some(usage) = &completion.usage {
        println!("{} tokens in {} attempt(s)", usage.total_tokens, response.attempts().len());
    }
    Ok(())
}
