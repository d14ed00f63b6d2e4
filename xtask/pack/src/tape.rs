//! Where what a function says is written to, or read from: in streams, or mixed.

/// What takes what a function says, in the order in which it says it. It gives what it is given where it is written, and
/// what was written where it is read, where what it is given says nothing.
pub(crate) trait Tape {
    /// A function begins.
    fn begin(&mut self);
    /// What the next instruction is called. It comes before what the one before it says.
    fn name(&mut self, name: u8) -> u8;
    /// What an access is aligned to.
    fn aligned(&mut self, to: u8) -> u8;
    /// A byte that a number is written in: of which stream, and how many of its bytes came before.
    fn part(&mut self, stream: usize, nth: usize, part: u8) -> u8;
    /// A byte that is none of a number.
    fn byte(&mut self, stream: usize, byte: u8) -> u8;
    /// All that an instruction says is said; with the local that it names, or the one that was set last.
    fn pass(&mut self, op: u8, local: i32);
}
