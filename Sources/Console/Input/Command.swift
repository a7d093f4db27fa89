/// What a key asks for.
enum Command: Hashable, Sendable {
    case lineDown, lineUp, halfDown, halfUp, pageDown, pageUp, top, bottom
    case nextPane, previousPane, results, live
    case editQuery, leaveBar, submit, olderQuery, newerQuery, history, remove
    case cycleSort, flipOrder, searchAgain, loadNew
    case pause, follow
    case open, back, nextDocument, previousDocument, nextHighlight, previousHighlight, switchEvent, copy, export, fields, sortMenu
    case toggleTime, commandLine, complete, accept, runCommand, help
    case repaint, suspend, quit
    case edit(Edit)
}

/// One change to a line of text or to the place of its cursor.
enum Edit: Hashable, Sendable {
    case left, right, wordLeft, wordRight, start, end
    case backspace, delete, killWordBefore, killWordAfter, killToStart, killToEnd
}

/// Where keys go: each has a line in the table for what it does there.
struct Context: OptionSet, Hashable, Sendable {
    let rawValue: UInt16
    static let results = Context(rawValue: 1)
    static let live = Context(rawValue: 2)
    static let document = Context(rawValue: 4)
    static let help = Context(rawValue: 8)
    static let bar = Context(rawValue: 16)
    static let commandLine = Context(rawValue: 32)
    /// The bar while it offers completions.
    static let completion = Context(rawValue: 64)
    /// The same, with one of them chosen.
    static let candidate = Context(rawValue: 128)
    /// A list of queries with a filter.
    static let picker = Context(rawValue: 256)
    /// A list of anything else, with a filter.
    static let menu = Context(rawValue: 512)
    /// The menu of what can be copied.
    static let copying = Context(rawValue: 1024)

    static let panes: Context = [.results, .live]
    static let scrolling: Context = [.panes, .document, .help]
    static let text: Context = [.bar, .commandLine, .picker, .menu]
    static let anywhere: Context = [.scrolling, .text]

    /// Whether letters are text here and never keys.
    var takesText: Bool { !isDisjoint(with: .text) }
}
