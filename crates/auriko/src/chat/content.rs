use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;

use crate::wire::{Unsendable, Wire};

object! {
    /// An image in a message.
    pub struct ImageUrl {
        /// An http(s) URL, or a data URL with the image in base64.
        pub url: String,
        /// How closely the model looks: `auto`, `low` or `high`.
        pub detail: Option<String>,
    }
}

object! {
    /// Marks content for prompt caching at Anthropic; other providers ignore it.
    pub struct CacheControl {
        /// `ephemeral`.
        pub kind: String = "type",
    }
}

object! {
    /// A piece of a message: text or an image.
    pub struct ContentPart {
        /// `text` or `image_url`.
        pub kind: String = "type",
        /// The text, for that kind.
        pub text: Option<String>,
        /// The image, for that kind.
        pub image_url: Option<ImageUrl>,
        /// Marks the end of what is to be cached.
        pub cache_control: Option<CacheControl>,
    }
}

impl ContentPart {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { kind: "text".into(), text: Some(text.into()), ..Self::default() }
    }

    /// An image, by its http(s) or data URL.
    pub fn image_url(url: impl Into<String>) -> Self {
        let image = ImageUrl { url: url.into(), ..ImageUrl::default() };
        Self { kind: "image_url".into(), image_url: Some(image), ..Self::default() }
    }

    /// Marks everything up to here for prompt caching at Anthropic.
    #[must_use]
    pub fn cached(mut self) -> Self {
        self.cache_control = Some(CacheControl { kind: "ephemeral".into(), ..CacheControl::default() });
        self
    }
}

/// What a message says.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Content {
    /// Text.
    Text(String),
    /// Text and images in pieces.
    Parts(Vec<ContentPart>),
}

impl Content {
    /// The text, if it is text alone.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Parts(_) => None,
        }
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<Vec<ContentPart>> for Content {
    fn from(parts: Vec<ContentPart>) -> Self {
        Self::Parts(parts)
    }
}

impl<const N: usize> From<[ContentPart; N]> for Content {
    fn from(parts: [ContentPart; N]) -> Self {
        Self::Parts(parts.into())
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Parts(parts) => parts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::read(value).map_err(|_| D::Error::custom("expected text or a list of content parts"))
    }
}

impl Wire for Content {
    fn read(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(Self::Text(text)),
            other => Vec::read(other).map(Self::Parts),
        }
    }

    fn unsendable(&self, depth: usize) -> Option<Unsendable> {
        match self {
            Self::Text(_) => None,
            Self::Parts(parts) => parts.unsendable(depth),
        }
    }
}
