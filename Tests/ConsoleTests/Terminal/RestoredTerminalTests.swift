import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// However the console ends, the terminal is as it was and the shell sees the end it expects.
@Suite("The terminal is given back", .serialized) struct RestoredTerminalTests {
    /// Who gets the signal: the process that the shell started, or the console that it guards.
    enum Receiver: String, CustomTestStringConvertible {
        case guardian, console, group
        var testDescription: String { rawValue }
    }

    private let screenEntered = "\u{1B}[?1049h"
    private let screenLeft = "\u{1B}[?1049l"

    @Test("after a quit, without a word")
    func quit() throws {
        let terminal = try PseudoTerminal([PseudoTerminal.kelp, "demo"])
        try takeScreen(terminal)
        #expect(terminal.modes != terminal.modesBefore)
        terminal.send("q")
        #expect(try terminal.waitForEnd() == 0)
        expectRestored(terminal)
        #expect(!terminal.has("kelp:"))
    }

    @Test(
        "after a signal",
        arguments: [
            (SIGTERM, .guardian), (SIGINT, .guardian), (SIGHUP, .guardian), (SIGQUIT, .guardian),
            (SIGTERM, .group), (SIGINT, .group), (SIGTERM, .console), (SIGHUP, .console), (SIGKILL, .console),
            (SIGABRT, .console),
            (SIGILL, .console), (SIGSEGV, .console), (SIGKILL, .guardian),
        ] as [(Int32, Receiver)])
    func signal(number: Int32, receiver: Receiver) throws {
        let terminal = try PseudoTerminal([PseudoTerminal.kelp, "demo"])
        try takeScreen(terminal)
        try send(number, to: receiver, of: terminal)
        #expect(try terminal.waitForEnd() == 128 + number)
        try terminal.wait { $0.last(screenLeft) > $0.last(screenEntered) && $0.modes == $0.modesBefore }
        expectRestored(terminal)
        let isDefect = [SIGABRT, SIGILL, SIGSEGV].contains(number)
        #expect(terminal.has("a defect of its own") == isDefect)
    }

    @Test("as far as it can be, where nobody reads it: its process ends all the same", arguments: [SIGTERM, SIGKILL])
    func unread(number: Int32) throws {
        let terminal = try PseudoTerminal([PseudoTerminal.kelp, "demo"])
        try takeScreen(terminal)
        let console = try #require(terminal.children(of: terminal.process).first)
        try terminal.fill()
        kill(number == SIGKILL ? console : terminal.process, number)
        #expect(try terminal.waitForEnd(reads: false) == 128 + number)
        #expect(terminal.modes == terminal.modesBefore)
    }

    @Test("redrawn whole when it has another size")
    func resized() throws {
        let terminal = try PseudoTerminal([PseudoTerminal.kelp, "demo"])
        try takeScreen(terminal)
        let seen = terminal.output.count
        terminal.resize(columns: 80, rows: 24)
        try terminal.wait(for: "\u{1B}[H\u{1B}[2J", after: seen)
    }

    @Test("while a shell has stopped it, and taken again when it goes on")
    func stopped() throws {
        let shell = try PseudoTerminal(["sh", "-i"])
        try shell.wait(for: "$ ")
        shell.send("\(PseudoTerminal.kelp) demo\n")
        try shell.wait(for: screenEntered)
        try shell.wait(for: "\u{1B}[?2026l")
        shell.send("\u{1A}")
        try shell.wait(for: "Stopped")
        #expect(shell.last(screenLeft) > shell.last(screenEntered))
        let seen = shell.output.count
        shell.send("fg\n")
        try shell.wait(for: screenEntered, after: seen)
        try shell.wait(for: "\u{1B}[?2026l", after: seen)
        shell.send("q")
        try shell.wait { $0.last(screenLeft) > seen }
        shell.send("echo ended=$?\n")
        try shell.wait(for: "ended=0")
    }

    @Test(
        "untouched where no screen can be had, with a sentence",
        arguments: [("nonsense", "terminal type nonsense"), ("dumb", "TERM=xterm-256color"), ("", "TERM=xterm-256color")])
    func unknown(type: String, sentence: String) throws {
        let terminal = try PseudoTerminal([PseudoTerminal.kelp, "demo"], terminal: type)
        #expect(try terminal.waitForEnd() == 64)
        #expect(terminal.has(sentence))
        #expect(!terminal.has("\u{1B}"))
        #expect(terminal.modes == terminal.modesBefore)
    }

    private func takeScreen(_ terminal: PseudoTerminal) throws {
        try terminal.wait(for: screenEntered)
        try terminal.wait(for: "\u{1B}[?2026l")
    }

    private func send(_ signal: Int32, to receiver: Receiver, of terminal: PseudoTerminal) throws {
        let console = try #require(terminal.children(of: terminal.process).first)
        switch receiver {
        case .guardian: kill(terminal.process, signal)
        case .console: kill(console, signal)
        case .group: kill(-terminal.process, signal)
        }
    }

    private func expectRestored(_ terminal: PseudoTerminal) {
        #expect(terminal.modes == terminal.modesBefore)
        #expect(terminal.last(screenLeft) > terminal.last(screenEntered))
        #expect(terminal.last("\u{1B}[?2004l") > terminal.last("\u{1B}[?2004h"))
        #expect(max(terminal.last("\u{1B}[?1006;1000l"), terminal.last("\u{1B}[?1006l")) > terminal.last("\u{1B}[?1006;1000h"))
        #expect(terminal.last("\u{1B}[8h") > terminal.last("\u{1B}[8l"))
        #expect(terminal.last("\u{1B}[?25h") >= terminal.last("\u{1B}[?25l"))
    }
}
