import CNcurses
import CTerminalGuard
import Engine
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// What ncurses reads keys through, once it has begun: a pad, because reading through a window would draw it. Its type is inferred
/// because it differs: curses.h shows what a window is on Debian 12 and hides it on Ubuntu 24.04.
private struct Keyboard {
    let pad = newpad(1, 1)
}

/// The terminal as ncurses describes it: ncurses takes it, reads its keys and gives it back; what is drawn are frames, in the sequences
/// that ncurses knows of the terminal.
///
/// ncurses writes to a stream of its own, so that standard output and standard error can be elsewhere while the screen is up.
final class CursesTerminal: Terminal {
    /// Wakes `read` from any thread.
    let wakeup: Wakeup

    private let streams: StandardStreams
    private let keyboard: Keyboard
    private let sources: InputSources
    private let sequences: CursesSequences
    private let hasTitle: Bool
    /// Whether it is for us to keep the title that was there: newer descriptions of terminals do it themselves.
    private let savesTitle: Bool
    private var modes = termios()
    private var presented: Frame?
    private var isCursorShown = true
    private var isUp = false
    private var pending: [Input] = []

    /// Takes the terminal.
    /// - Parameter log: where standard error goes while the screen is up.
    init(log: Int32? = nil) throws(Failure) {
        try TerminalGuard.requireTerminal()
        useUTF8()
        wakeup = try Wakeup()
        streams = StandardStreams(log: log)
        kelp_guard_set_screen(1)
        guard kelp_newterm(streams.terminal) != nil else {
            kelp_guard_set_screen(0)
            throw unknownTerminal()
        }
        keyboard = Keyboard()
        sequences = CursesSequences()
        hasTitle = tigetflag("XT") == 1
        savesTitle = hasTitle && !capability("smcup").contains("[22;")
        // After ncurses, which has handlers of its own.
        sources = InputSources(wakeup: wakeup.descriptor)
        prepareKeyboard()
        enter()
        fit()
    }

    var size: Size { Size(columns: Int(kelp_columns()), rows: Int(kelp_lines())) }
    var colors: Int { sequences.colors }

    /// Gives the terminal back for good.
    func close() { leave() }

    func suspend() {
        leave()
        kelp_signals_stop()
        resume()
    }

    func invalidate() {
        presented = nil
    }

    func copy(_ bytes: [UInt8]) {
        // Terminals drop what is longer, some of them with everything after it.
        guard bytes.count <= 100_000 else { return }
        streams.send("\u{1B}]52;c;\(Data(bytes).base64EncodedString())\u{7}")
    }

    func setTitle(_ title: SafeText) {
        if hasTitle { streams.send("\u{1B}]2;\(title.string)\u{7}") }
    }
}

// MARK: - Taking the terminal and giving it back

extension CursesTerminal {
    private func prepareKeyboard() {
        raw()
        noecho()
        nonl()
        set_escdelay(25)
        keypad(keyboard.pad, true)
        nodelay(keyboard.pad, true)
        mousemask(kelp_button_1() | kelp_wheel_up() | kelp_wheel_down(), nil)
        mouseinterval(0)
        for (index, sequence) in KeySequences.all.enumerated() { define_key(sequence.bytes, firstOwnCode + Int32(index)) }
    }

    private func enter() {
        kelp_guard_set_screen(1)
        streams.divert()
        isUp = true
        // ncurses has nothing to draw; this is when it enters the screen.
        doupdate()
        streams.send("\u{1B}[?2004h\u{1B}[8l")
        if savesTitle { streams.send("\u{1B}[22;0t") }
        tcgetattr(STDIN_FILENO, &modes)
    }

    private func leave() {
        guard isUp else { return }
        isUp = false
        if isTerminalOurs {
            if !isCursorShown { streams.send(sequences.showCursor) }
            isCursorShown = true
            streams.send("\u{1B}[8h\u{1B}[?2004l")
            if savesTitle { streams.send("\u{1B}[23;0t") }
            endwin()
        } else {
            streams.send(String(cString: kelp_guard_restoring()))
        }
        streams.restore()
        kelp_guard_set_screen(0)
    }

    /// Whether the modes are those we set. Where the guard was killed, the shell may have set its own since.
    private var isTerminalOurs: Bool {
        if kelp_guard_is_there() == 1 { return true }
        var now = termios()
        return tcgetattr(STDIN_FILENO, &now) == 0 && now.c_lflag == modes.c_lflag && now.c_iflag == modes.c_iflag
    }

    private func resume() {
        sources.drainSignals()
        reset_prog_mode()
        enter()
        fit()
        invalidate()
        pending.append(.resized(size))
    }

    /// Takes over the size that the terminal has now.
    private func fit() {
        var now = winsize()
        guard ioctl(STDIN_FILENO, UInt(TIOCGWINSZ), &now) == 0, now.ws_row > 0, now.ws_col > 0 else { return }
        resize_term(Int32(now.ws_row), Int32(now.ws_col))
    }
}

// MARK: - Drawing

extension CursesTerminal {
    func present(_ frame: Frame) {
        guard isUp else { return }
        let cells = FrameWriter.bytes(of: frame, over: presented, in: sequences)
        var bytes: [UInt8] = []
        if !cells.isEmpty {
            bytes += "\u{1B}[?2026h".utf8
            if presented?.size != frame.size { bytes += sequences.clear }
            bytes += cells
        }
        if let cursor = frame.cursor { sequences.move(to: cursor, &bytes) }
        if isCursorShown != (frame.cursor != nil) {
            isCursorShown.toggle()
            bytes += isCursorShown ? sequences.showCursor : sequences.hideCursor
        }
        if !cells.isEmpty { bytes += "\u{1B}[?2026l".utf8 }
        presented = frame
        // In one go, so that no row is seen half done.
        streams.send(bytes)
    }
}

// MARK: - Reading

extension CursesTerminal {
    func read(until deadline: ContinuousClock.Instant?) -> [Input] {
        while true {
            if !pending.isEmpty {
                defer { pending = [] }
                return pending
            }
            let ready = sources.wait(until: deadline)
            if ready.contains(.signals) { handleSignals() }
            if ready.contains(.keyboard) { pending += readKeyboard() }
            if ready.contains(.wakeup) { wakeup.drain() }
            if pending.isEmpty, ready.isEmpty || ready.contains(.wakeup) { return [] }
        }
    }

    private func handleSignals() {
        for signal in sources.drainSignals() {
            switch signal {
            case SIGWINCH:
                fit()
                invalidate()
                pending.append(.resized(size))
            case SIGTSTP: suspend()
            case SIGCONT:
                // Stopped from outside, without warning: whoever had the terminal meanwhile, take it anew.
                leave()
                resume()
            default: pending.append(.signal(signal))
            }
        }
    }

    private func readKeyboard() -> [Input] {
        let waiting = sources.bytesWaiting
        let raw = drainKeyboard()
        // Readable, and yet nothing can be read: the terminal hung up, or is no longer ours.
        if raw.isEmpty, sources.bytesWaiting >= waiting { return [.closed] }
        return KeyDecoder.decode(raw)
    }

    private func drainKeyboard() -> [RawInput] {
        var raw: [RawInput] = []
        var value: wint_t = 0
        while true {
            switch wget_wch(keyboard.pad, &value) {
            case OK: if let scalar = Unicode.Scalar(value), !(0x80..<0xA0).contains(value) { raw.append(.scalar(scalar)) }
            case KEY_CODE_YES: if let input = input(code: Int32(bitPattern: value)) { raw.append(.input(input)) }
            default: return raw
            }
        }
    }

    private func input(code: Int32) -> Input? {
        switch code {
        case KEY_MOUSE: mouse().map(Input.mouse)
        case KEY_F0 + 1...KEY_F0 + 63: .key(.function(Int(code - KEY_F0)))
        case firstOwnCode...: input(KeySequences.all[Int(code - firstOwnCode)].meaning)
        default: namedKeys[code].map(Input.key)
        }
    }

    private func input(_ meaning: KeySequences.Meaning) -> Input? {
        switch meaning {
        case .key(let key): .key(key)
        case .pasteBegins: .paste(PasteBuffer.read(from: STDIN_FILENO))
        case .nothing: nil
        }
    }

    private func mouse() -> Mouse? {
        var event = MEVENT()
        guard getmouse(&event) == OK else { return nil }
        let at = Point(x: Int(event.x), y: Int(event.y))
        if event.bstate & kelp_wheel_up() != 0 { return Mouse(action: .wheelUp, at: at) }
        if event.bstate & kelp_wheel_down() != 0 { return Mouse(action: .wheelDown, at: at) }
        return event.bstate & kelp_button_1() != 0 ? Mouse(action: .click, at: at) : nil
    }
}

// MARK: - What ncurses calls things

/// Above all numbers that ncurses gives to keys.
private let firstOwnCode: Int32 = 4096

/// Keys as ncurses numbers them.
private let namedKeys: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_SR: .up, KEY_SF: .down, KEY_SLEFT: .left,
    KEY_SRIGHT: .right, KEY_HOME: .home, KEY_SHOME: .home, KEY_FIND: .home, KEY_END: .end, KEY_SEND: .end, KEY_SELECT: .end,
    KEY_PPAGE: .pageUp, KEY_SPREVIOUS: .pageUp, KEY_NPAGE: .pageDown, KEY_SNEXT: .pageDown, KEY_DC: .delete, KEY_SDC: .delete,
    KEY_IC: .insert, KEY_SIC: .insert, KEY_ENTER: .enter, KEY_BACKSPACE: .backspace, KEY_BTAB: .backTab,
]

// MARK: - The environment

/// ncurses draws in the locale's encoding, and a terminal in use today takes UTF-8 even where the locale says nothing.
private func useUTF8() {
    // Only the characters: a comma as decimal point must not reach the C libraries.
    setlocale(LC_CTYPE, "")
    if String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
}

private func capability(_ name: String) -> String { kelp_capability(name).map { String(cString: $0) } ?? "" }

private func unknownTerminal() -> Failure {
    guard let name = getenv("TERM").map({ String(cString: $0) }), !name.isEmpty else {
        return Failure(.usage, "TERM does not say what terminal this is; try TERM=xterm-256color")
    }
    return Failure(.usage, "the terminal type \(name) is not known here, or cannot show a screen; try TERM=xterm-256color")
}
