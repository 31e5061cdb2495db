use serde_json::Value;

object! {
    /// An offer for a callable model.
    pub struct ModelProvider {
        /// Provider id, for example `fireworks_ai`.
        pub name: String,
        /// USD per 1M tokens.
        pub input_price: Option<f64>,
        /// USD per 1M tokens.
        pub output_price: Option<f64>,
        /// What the provider may do with the data.
        pub data_policy: Option<String>,
    }
}

object! {
    /// A model that can be called with your key.
    pub struct Model {
        /// Canonical id.
        pub id: String,
        /// `model`.
        pub object: String,
        /// Unix time in seconds.
        pub created: u64,
        /// Who owns it.
        pub owned_by: String,
        /// In tokens; the largest over all providers.
        pub context_window: Option<u64>,
        /// Endpoints that can call it, for example `chat_completions` and `responses`.
        pub supported_endpoints: Option<Vec<String>>,
        /// Who offers it, at which price.
        pub providers: Option<Vec<ModelProvider>>,
    }
}

object! {
    /// The models that can be called with your key.
    pub struct ModelList {
        /// `list`.
        pub object: String,
        /// The models.
        pub data: Vec<Model>,
        /// Which catalogue this is.
        pub catalog_version: Option<Value>,
        /// How old the catalogue is, in seconds.
        pub catalog_age_seconds: Option<f64>,
    }
}
