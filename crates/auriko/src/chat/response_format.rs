use serde_json::Value;

object! {
    /// The schema that an answer has to follow.
    pub struct JsonSchemaFormat {
        /// A name for the model to see.
        pub name: String,
        /// JSON Schema.
        pub schema: Value,
        /// Tells the model what the data is for.
        pub description: Option<String>,
        /// Whether the answer must follow the schema exactly.
        pub strict: Option<bool>,
    }
}

object! {
    /// The form of the answer.
    pub struct ResponseFormat {
        /// `text`, `json_object` or `json_schema`.
        pub kind: String = "type",
        /// The schema, for that kind.
        pub json_schema: Option<JsonSchemaFormat>,
    }
}

impl ResponseFormat {
    /// Plain text; the default.
    pub fn text() -> Self {
        Self { kind: "text".into(), ..Self::default() }
    }

    /// Any JSON object. Some providers want the word JSON in the prompt.
    pub fn json_object() -> Self {
        Self { kind: "json_object".into(), ..Self::default() }
    }

    /// JSON that follows a schema exactly.
    pub fn json_schema(name: impl Into<String>, schema: Value) -> Self {
        let format = JsonSchemaFormat { name: name.into(), schema, strict: Some(true), ..JsonSchemaFormat::default() };
        Self { kind: "json_schema".into(), json_schema: Some(format), ..Self::default() }
    }
}
