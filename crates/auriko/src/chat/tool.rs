use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::wire::{Unsendable, Wire};

object! {
    /// A function that the model may call.
    pub struct FunctionDefinition {
        /// Its name.
        pub name: String,
        /// Tells the model when and how to call it.
        pub description: Option<String>,
        /// JSON Schema of the arguments.
        pub parameters: Option<Value>,
        /// Whether the arguments must follow the schema exactly.
        pub strict: Option<bool>,
    }
}

object! {
    /// A tool that the model may use.
    pub struct Tool {
        /// `function`.
        pub kind: String = "type",
        /// The function, for a tool of that kind.
        pub function: Option<FunctionDefinition>,
    }
}

impl Tool {
    /// A function with a description for the model and the JSON Schema of its arguments.
    pub fn function(name: impl Into<String>, description: impl Into<String>, parameters: Value) -> Self {
        let function = FunctionDefinition {
            name: name.into(),
            description: Some(description.into()),
            parameters: Some(parameters),
            ..FunctionDefinition::default()
        };
        Self { kind: "function".into(), function: Some(function), ..Self::default() }
    }
}

/// Which tool the model has to use. Server default: `Auto`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ToolChoice {
    /// The model decides.
    Auto,
    /// Some tool; routes only to providers that honour it.
    Required,
    /// No tool; the gateway makes sure that none comes, whatever the provider does.
    None,
    /// The function with this name.
    Function(String),
    /// A form that this version does not know, sent as it is.
    Other(Value),
}

impl ToolChoice {
    fn to_value(&self) -> Value {
        match self {
            Self::Auto => json!("auto"),
            Self::Required => json!("required"),
            Self::None => json!("none"),
            Self::Function(name) => json!({ "type": "function", "function": { "name": name } }),
            Self::Other(value) => value.clone(),
        }
    }
}

impl Serialize for ToolChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ToolChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(Self::read(value).unwrap_or_else(Self::Other))
    }
}

impl Wire for ToolChoice {
    fn read(value: Value) -> Result<Self, Value> {
        Ok(match value.as_str() {
            Some("auto") => Self::Auto,
            Some("required") => Self::Required,
            Some("none") => Self::None,
            _ => match value["function"]["name"].as_str() {
                Some(name) if value["type"] == "function" => Self::Function(name.into()),
                _ => Self::Other(value),
            },
        })
    }

    fn unsendable(&self, depth: usize) -> Option<Unsendable> {
        match self {
            Self::Other(value) => value.unsendable(depth),
            _ => None,
        }
    }
}

object! {
    /// What of a function the model calls, and with what.
    pub struct FunctionCall {
        /// The function's name.
        pub name: String,
        /// JSON as text, as the model wrote it; it may be invalid.
        pub arguments: String,
    }
}

object! {
    /// A tool call of the model. It is sent back as it is in the next turn.
    pub struct ToolCall {
        /// The answer to it refers to this.
        pub id: String,
        /// `function`.
        pub kind: String = "type",
        /// What is called.
        pub function: FunctionCall,
        /// Opaque; send it back unchanged.
        pub provider_signature: Option<String>,
    }
}

object! {
    /// A piece of the function of a tool call.
    pub struct FunctionCallDelta {
        /// The name, whole as a rule.
        pub name: Option<String>,
        /// The next piece of the arguments' text.
        pub arguments: Option<String>,
    }
}

object! {
    /// A piece of a tool call; pieces with the same `index` belong together.
    pub struct ToolCallDelta {
        /// Position of the call in its message. Some providers leave it out.
        pub index: Option<u64>,
        /// In the first piece.
        pub id: Option<String>,
        /// `function`.
        pub kind: Option<String> = "type",
        /// What this piece adds to the function.
        pub function: Option<FunctionCallDelta>,
        /// Opaque.
        pub provider_signature: Option<String>,
    }
}
