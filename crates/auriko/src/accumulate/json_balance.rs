/// Tells when a JSON object that comes in pieces is complete, without parsing what came before again: arguments of a
/// tool call may come a character at a time.
#[derive(Debug, Default)]
pub(super) struct JsonBalance {
    depth: i64,
    in_string: bool,
    escaped: bool,
    begun: bool,
}

impl JsonBalance {
    /// Takes in the next piece.
    pub(super) fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.step(byte);
        }
    }

    /// Whether every bracket and quote that was opened is closed, and there was one.
    pub(super) fn is_complete(&self) -> bool {
        self.begun && self.depth == 0 && !self.in_string
    }

    fn step(&mut self, byte: u8) {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => return,
        }
        self.begun = true;
    }
}
