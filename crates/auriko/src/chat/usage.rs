object! {
    /// Where the tokens of a prompt come from.
    pub struct PromptTokensDetails {
        /// Read from the prompt cache.
        pub cached_tokens: Option<u64>,
        /// Written to the prompt cache.
        pub cache_write_tokens: Option<u64>,
        /// Older answers: now `cache_write_tokens`.
        pub cache_creation_tokens: Option<u64>,
        /// Of text.
        pub text_tokens: Option<u64>,
        /// Of images.
        pub image_tokens: Option<u64>,
        /// Of sound.
        pub audio_tokens: Option<u64>,
    }
}

object! {
    /// What the tokens of an answer are.
    pub struct CompletionTokensDetails {
        /// Spent on reasoning, whether it is shown or not.
        pub reasoning_tokens: Option<u64>,
        /// Of text.
        pub text_tokens: Option<u64>,
        /// Of images.
        pub image_tokens: Option<u64>,
        /// Of sound.
        pub audio_tokens: Option<u64>,
        /// Of a prediction, used in the answer.
        pub accepted_prediction_tokens: Option<u64>,
        /// Of a prediction, thrown away.
        pub rejected_prediction_tokens: Option<u64>,
    }
}

object! {
    /// Tokens that a chat completion used.
    pub struct Usage {
        /// Of the prompt.
        pub prompt_tokens: u64,
        /// Of the answer, reasoning included.
        pub completion_tokens: u64,
        /// Both together.
        pub total_tokens: u64,
        /// Where the tokens of the prompt come from.
        pub prompt_tokens_details: Option<PromptTokensDetails>,
        /// What the tokens of the answer are.
        pub completion_tokens_details: Option<CompletionTokensDetails>,
    }
}
