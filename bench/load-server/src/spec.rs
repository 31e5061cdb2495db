//! What a request asks for, as its path says it.

/// What to serve.
#[derive(Debug, PartialEq, Eq)]
pub enum Spec {
    /// One completion whose text has `size` bytes.
    Document { size: usize },
    /// A stream of chunks.
    Stream(Stream),
    /// A stream that sends one chunk and then stays open in silence.
    Held,
}

/// How a stream is sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Stream {
    /// How many chunks bring a piece of the answer.
    pub chunks: usize,
    /// What they look like.
    pub shape: Shape,
    /// How many of them share an HTTP chunk or frame.
    pub frame: usize,
    /// Each of these is written by itself, as a packet of its own.
    pub packets: bool,
    /// Chunks per second; without it they come as fast as they are taken.
    pub rate: Option<u32>,
    /// All streams send at the same moments, so many milliseconds apart, as a batch of one accelerator does.
    pub step: u32,
}

/// What the chunks of a stream look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Plain text in ASCII.
    Text,
    /// Plain text in other scripts.
    Wide,
    /// Arguments of tool calls.
    Tools,
    /// Reasoning first, text after it.
    Reasoning,
    /// Text with the probabilities of its tokens.
    Logprobs,
    /// Text in chunks whose `created` changes every time.
    Created,
    /// Chunks of four forms in turn.
    Varied,
    /// Chunks of sixteen forms in turn.
    Mixed,
}

impl Spec {
    /// Reads `/name=value,name=value`.
    pub fn parse(path: &str) -> Result<Self, String> {
        let mut mode = "stream";
        let mut size = 400;
        let mut stream = Stream { chunks: 1000, shape: Shape::Text, frame: 1, packets: false, rate: None, step: 0 };
        for pair in path.trim_start_matches('/').split(',').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or_else(|| format!("no value: {pair}"))?;
            match name {
                "mode" => mode = value,
                "size" => size = number(value)?,
                "chunks" => stream.chunks = number(value)?,
                "frame" => stream.frame = number(value)?.max(1),
                "packets" => stream.packets = number(value)? > 0,
                "rate" => stream.rate = Some(u32::try_from(number(value)?.max(1)).map_err(|error| error.to_string())?),
                "step" => stream.step = u32::try_from(number(value)?).map_err(|error| error.to_string())?,
                "shape" => stream.shape = shape(value)?,
                // Keeps addresses of cells apart.
                "cell" => {}
                _ => return Err(format!("no such setting: {name}")),
            }
        }
        match mode {
            "document" => Ok(Self::Document { size }),
            "stream" => Ok(Self::Stream(stream)),
            "held" => Ok(Self::Held),
            _ => Err(format!("no such mode: {mode}")),
        }
    }
}

fn number(value: &str) -> Result<usize, String> {
    value.parse().map_err(|_| format!("no number: {value}"))
}

fn shape(value: &str) -> Result<Shape, String> {
    match value {
        "text" => Ok(Shape::Text),
        "wide" => Ok(Shape::Wide),
        "tools" => Ok(Shape::Tools),
        "reasoning" => Ok(Shape::Reasoning),
        "logprobs" => Ok(Shape::Logprobs),
        "created" => Ok(Shape::Created),
        "varied" => Ok(Shape::Varied),
        "mixed" => Ok(Shape::Mixed),
        _ => Err(format!("no such shape: {value}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_sets_what_it_names_and_leaves_the_rest() {
        let expected = Stream { chunks: 5, shape: Shape::Wide, frame: 8, packets: true, rate: Some(100), step: 2 };
        assert_eq!(Spec::parse("/chunks=5,shape=wide,frame=8,packets=1,rate=100,step=2"), Ok(Spec::Stream(expected)));
        assert_eq!(Spec::parse("/mode=document,size=7"), Ok(Spec::Document { size: 7 }));
        assert_eq!(Spec::parse("/mode=held"), Ok(Spec::Held));
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused() {
        assert!(Spec::parse("/chunk=5").is_err());
        assert!(Spec::parse("/shape=round").is_err());
    }
}
