/// One thing the user did at the terminal.
enum Input: Hashable, Sendable {
    case key(Key)
    /// Pasted text: data, never keys.
    case paste(String)
    case mouse(Mouse)
    /// The terminal has another size.
    case resized(Size)
    /// The process was asked to end by this signal: end in order, then `TerminalGuard.finish(signal:)`.
    case signal(Int32)
    /// The terminal is gone: nothing will ever come again.
    case closed
}

/// A key as it was pressed.
enum Key: Hashable, Sendable {
    /// A character as typed, Space included.
    case character(Character)
    /// Ctrl and a lower-case letter (or Space, `\`, `]`, `^`, `_`).
    case control(Character)
    /// Alt (or Escape before) and a character.
    case alt(Character)
    case function(Int)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
}

/// What the mouse did.
struct Mouse: Hashable, Sendable {
    enum Action: Hashable, Sendable { case click, wheelUp, wheelDown }
    var action: Action
    var at: Point
}
