import Engine

extension Keymap {
    /// Every key there is. Help, footer and the README's table are made from it.
    static let bindings: [Binding] =
        completing + moving + searching + panes + streaming + reading + editing + program

    // Before the others: while something is offered, its keys come first.
    private static let completing: [Binding] = [
        Binding([.enter], .accept, .candidate, .completing, "take what is chosen; nothing chosen: search", hint: "take"),
        Binding([.down, .control("n")], .lineDown, [.completion, .picker, .menu], .completing, "choose the one below"),
        Binding([.up, .control("p")], .lineUp, [.completion, .picker, .menu], .completing, "choose the one above"),
        Binding([.escape], .back, [.completion, .picker, .menu], .completing, "put it away", hint: "close"),
        Binding([.enter], .accept, .picker, .completing, "search for the query of the list", hint: "search"),
        Binding(["y"], .accept, .copying, .completing, "copy the first of what can be copied: yy copies the source"),
        Binding([.enter], .accept, .menu, .completing, "take what is chosen", hint: "take"),
        Binding([.tab], .complete, .picker, .completing, "put it into the bar to be edited", hint: "edit"),
        Binding([.pageDown], .pageDown, [.picker, .menu], .completing, "a page down in the list"),
        Binding([.pageUp], .pageUp, [.picker, .menu], .completing, "a page up in the list"),
        Binding(
            [.delete, .control("x")], .remove, .picker, .completing, "delete it from the list, asking first", hint: "delete"),
    ]

    private static let moving: [Binding] = [
        Binding(["j", .down], .lineDown, .scrolling, .moving, "a line down"),
        Binding(["k", .up], .lineUp, .scrolling, .moving, "a line up"),
        Binding([.control("d")], .halfDown, .scrolling, .moving, "half a page down"),
        Binding([.control("u")], .halfUp, .scrolling, .moving, "half a page up"),
        Binding([.pageDown, .control("f")], .pageDown, .scrolling, .moving, "a page down"),
        Binding([" "], .pageDown, [.results, .document, .help], .moving, "a page down (in Live: pause)"),
        Binding([.pageUp, .control("b")], .pageUp, .scrolling, .moving, "a page up"),
        Binding(["g", .home], .top, .scrolling, .moving, "to the top"),
        Binding(["G", .end], .bottom, .scrolling, .moving, "to the bottom; in Live: follow the newest"),
    ]

    private static let searching: [Binding] = [
        Binding(["/"], .editQuery, .panes, .searching, "edit the query", hint: "query"),
        Binding([.enter], .submit, .bar, .searching, "search for exactly this, to the results", hint: "search"),
        Binding([.escape], .leaveBar, .bar, .searching, "back to the results, keeping the text", hint: "results"),
        Binding([.tab], .complete, .bar, .searching, "complete the field or the value at the cursor", hint: "complete"),
        Binding([.up], .olderQuery, .bar, .searching, "an earlier query"),
        Binding([.down], .newerQuery, .bar, .searching, "a later query; after the last, back to the results"),
        Binding([.control("r")], .history, .bar, .searching, "look through the earlier queries", hint: "history"),
        Binding(["s"], .cycleSort, .panes, .searching, "sort by relevance, latest, popularity", hint: "sort"),
        Binding(["o"], .sortMenu, .panes, .searching, "choose the order"),
        Binding(["S"], .flipOrder, .panes, .searching, "turn the order round"),
        Binding(["."], .loadNew, .panes, .searching, "load what is new"),
        Binding([.control("r")], .searchAgain, .panes, .searching, "search again"),
        Binding([.control("s")], .export, .panes, .searching, "save all hits, or the events in Live, to a file"),
    ]

    private static let panes: [Binding] = [
        Binding([.enter], .open, .panes, .panes, "open the document or the event", hint: "open"),
        Binding([.tab], .nextPane, .panes, .panes, "the next pane", hint: "pane"),
        Binding([.backTab], .previousPane, .panes, .panes, "the previous pane"),
        Binding(["1"], .results, .panes, .panes, "to Results"),
        Binding(["2"], .live, .panes, .panes, "to Live"),
    ]

    private static let streaming: [Binding] = [
        Binding([" "], .pause, .live, .streaming, "pause, or go on", hint: "pause"),
        Binding(["="], .pause, .panes, .streaming, "pause, or go on, from anywhere"),
        Binding(["F"], .follow, .panes, .streaming, "follow the newest event", hint: "follow"),
    ]

    private static let reading: [Binding] = [
        Binding(["J"], .nextDocument, .document, .reading, "the next document or event", hint: "next"),
        Binding(["K"], .previousDocument, .document, .reading, "the previous one", hint: "previous"),
        Binding(["n"], .nextHighlight, .document, .reading, "the next word that matches", hint: "match"),
        Binding(["N"], .previousHighlight, .document, .reading, "the previous word that matches"),
        Binding(["e"], .switchEvent, .document, .reading, "from the document to its event, and back", hint: "event"),
        Binding(["e"], .switchEvent, .panes, .reading, "the event that wrote the document; in Live: the event itself"),
        Binding(["y"], .copy, [.panes, .document], .reading, "copy the source, the id, …", hint: "copy"),
        Binding([.escape, "q", .enter], .back, .document, .reading, "back", hint: "back"),
        // After the others: where there is little room, its hint is the first to go.
        Binding(
            ["f"], .fields, .panes, .searching, "the fields and their most frequent values; Enter looks for one", hint: "fields"),
    ]

    private static let editing: [Binding] = [
        Binding([.left, .control("b")], .edit(.left), .text, .editing, "a character to the left"),
        Binding([.right, .control("f")], .edit(.right), .text, .editing, "a character to the right"),
        Binding([.alt("b")], .edit(.wordLeft), .text, .editing, "a word to the left"),
        Binding([.alt("f")], .edit(.wordRight), .text, .editing, "a word to the right"),
        Binding([.home, .control("a")], .edit(.start), .text, .editing, "to the start"),
        Binding([.end, .control("e")], .edit(.end), .text, .editing, "to the end"),
        Binding([.backspace, .control("h")], .edit(.backspace), .text, .editing, "delete the character before"),
        Binding(
            [.delete, .control("d")], .edit(.delete), [.bar, .commandLine], .editing, "delete the character after"),
        Binding([.alt("d")], .edit(.killWordAfter), .text, .editing, "delete the word after"),
        Binding([.control("u")], .edit(.killToStart), .text, .editing, "delete to the start", hint: "clear"),
        Binding([.control("w")], .edit(.killWordBefore), .text, .editing, "delete the word before", hint: "delete word"),
        Binding([.control("k")], .edit(.killToEnd), .text, .editing, "delete to the end"),
        Binding([.tab], .complete, .commandLine, .editing, "complete the command", hint: "complete"),
        Binding([.enter], .runCommand, .commandLine, .editing, "run the command", hint: "run"),
        Binding([.escape], .back, .commandLine, .editing, "leave the command line", hint: "back"),
    ]

    private static let program: [Binding] = [
        Binding(["t"], .toggleTime, [.panes, .document], .program, "times as dates, as ages, or each as usual"),
        Binding([":"], .commandLine, [.panes, .document], .program, "type a command", hint: "commands"),
        Binding(["?", .function(1)], .help, [.panes, .document], .program, "help", hint: "help"),
        Binding([.function(1)], .help, .text, .program, "help, where ? is text", hint: "help"),
        Binding([.escape, "q", "?", .function(1)], .back, .help, .program, "leave the help", hint: "back"),
        Binding([.escape], .back, .panes, .program, "put the notice away, call off an export"),
        Binding(["q"], .quit, .panes, .program, "quit", hint: "quit"),
        Binding([.control("c")], .quit, .anywhere, .program, "quit, from anywhere"),
        Binding([.control("l")], .repaint, .anywhere, .program, "paint the screen again"),
        Binding([.control("z")], .suspend, .anywhere, .program, "suspend; the shell's fg comes back"),
    ]
}
