//! Prints an answer while it arrives.
//!
//! `cargo run --example stream -- "Tell me a story."`, with `AURIKO_API_KEY` set.
#![allow(clippy::print_stdout, reason = "that is what it is for")]

use std::io::Write;

use auriko::{ChatCompletionRequest, Client, Message};
use futures::StreamExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = std::env::args().nth(1).unwrap_or_else(|| "Tell me a story.".into());
    let model = std::env::var("AURIKO_MODEL").unwrap_or_else(|_| "gpt-5.4".into());

    let request = ChatCompletionRequest::new(model, [Message::user(question)]);
    let mut stream = Client::new()?.chat().create_stream(request).await?;
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => print!("{}", chunk.text().unwrap_or_default()),
            Err(error) => {
                let partial = error.partial().and_then(|partial| partial.text()).unwrap_or_default().len();
                println!("\nbroke off behind {partial} bytes: {error}");
                return Err(error.into());
            }
        }
        std::io::stdout().flush()?;
    }
    let tokens = stream.usage().map_or(0, |usage| usage.total_tokens);
    println!("\n{tokens} tokens in {} attempt(s)", stream.attempts());
    Ok(())
}
