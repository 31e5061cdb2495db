use crate::chat::{Message, ReasoningBlock};

/// What a block takes besides its text, in bytes.
const BLOCK_OVERHEAD: usize = 256;

/// Collects the reasoning of one message: the text as a whole, and the blocks that have to be sent back unchanged in the
/// next turn. A signature closes the block of text before it; redacted data is a block of its own. Text without a
/// signature makes no block, since the API would not take it back.
#[derive(Debug, Default)]
pub(super) struct Reasoning {
    blocks: Vec<ReasoningBlock>,
    text: Option<String>,
    /// Where in the text the block begins that is not closed yet.
    open: usize,
    /// The block whose signature came last is the last one, and nothing else has come since.
    signed: bool,
}

impl Reasoning {
    pub(super) fn add_text(&mut self, piece: &str) {
        self.text.get_or_insert_default().push_str(piece);
        self.signed &= piece.is_empty();
    }

    /// Gives about how many bytes more are kept now; so does [`Self::add_redacted`].
    pub(super) fn add_signature(&mut self, piece: &str) -> usize {
        if piece.is_empty() {
            return 0;
        }
        if self.signed
            && let Some(signature) = self.blocks.last_mut().and_then(|block| block.signature.as_mut())
        {
            if signature == piece {
                return 0;
            }
            signature.push_str(piece);
            return piece.len();
        }
        let text = self.text.as_deref().unwrap_or_default();
        self.blocks.push(ReasoningBlock {
            kind: "thinking".into(),
            thinking: Some(text[self.open..].to_owned()),
            signature: Some(piece.to_owned()),
            ..ReasoningBlock::default()
        });
        let size = BLOCK_OVERHEAD + text.len() - self.open + piece.len();
        self.open = text.len();
        self.signed = true;
        size
    }

    pub(super) fn add_redacted(&mut self, data: &str) -> usize {
        if data.is_empty() {
            return 0;
        }
        self.interrupt();
        let size = BLOCK_OVERHEAD + data.len();
        let data = Some(data.to_owned());
        self.blocks.push(ReasoningBlock { kind: "redacted".into(), data, ..ReasoningBlock::default() });
        size
    }

    /// Other output came: the next signature belongs to another block.
    pub(super) fn interrupt(&mut self) {
        self.signed = false;
    }

    /// Adds `reasoning_content` and `reasoning` to a message, where there were any.
    pub(super) fn write_to(&self, message: &mut Message) {
        message.reasoning_content.clone_from(&self.text);
        if !self.blocks.is_empty() {
            message.reasoning = Some(self.blocks.clone());
        }
    }
}
