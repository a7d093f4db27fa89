import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// Asks whoever sits at the terminal for a secret. What is typed is not shown, and the terminal is as it was however that ends.
enum TerminalPrompt {
    /// What a typed key does.
    private enum Outcome {
        case more, done, interrupted
    }

    private static let longest = 4096

    /// Asks at the process's terminal, wherever standard input comes from.
    static let ask: SecretSource.Ask = { (question) throws(Failure) in
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { return try SecretSource.noTerminal(question) }
        defer { close(terminal) }
        return try ask(question, at: terminal)
    }

    private static func ask(_ question: SafeText, at terminal: Int32) throws(Failure) -> Secret {
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { return try SecretSource.noTerminal(question) }
        // Ctrl-C comes as a key: as a signal it could end the process before the echo is back.
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(terminal, TCSAFLUSH, &silent)
        say("\(question): ", to: terminal)
        let typed = read(from: terminal)
        tcsetattr(terminal, TCSAFLUSH, &before)
        say("\n", to: terminal)
        guard let typed else {
            if !Task.isCancelled { interrupt() }
            throw Failure(.cancelled, "the question was called off")
        }
        guard let text = String(validating: typed, as: UTF8.self) else {
            throw Failure(.configuration, "what was typed is no UTF-8 text: type it again")
        }
        return Secret(text)
    }

    /// What is typed until Enter; `nil` if that is called off.
    private static func read(from terminal: Int32) -> [UInt8]? {
        var typed: [UInt8] = []
        while !Task.isCancelled {
            var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            // A signal cancels the task, and nothing wakes this thread for it.
            guard poll(&wait, 1, 100) > 0 else { continue }
            var byte: UInt8 = 0
            guard Glibc.read(terminal, &byte, 1) == 1 else { return nil }
            switch outcome(of: byte, &typed) {
            case .more: continue
            case .done: return typed
            case .interrupted: return nil
            }
        }
        return nil
    }

    private static func outcome(of byte: UInt8, _ typed: inout [UInt8]) -> Outcome {
        switch byte {
        // Enter and Ctrl-D.
        case 0x0A, 0x0D, 0x04: return .done
        case 0x03, 0x1C: return .interrupted
        case 0x15: typed.removeAll()
        case 0x08, 0x7F:
            // The rest of a character of several bytes goes with it.
            while let last = typed.popLast(), last & 0xC0 == 0x80 {}
        default: if typed.count < longest { typed.append(byte) }
        }
        return .more
    }

    /// Does what Ctrl-C does anywhere else, now that the terminal is as it was. The signal comes on another thread: the command must not
    /// end before it.
    private static func interrupt() {
        kill(getpid(), SIGINT)
        for _ in 0..<20 where !Task.isCancelled { poll(nil, 0, 100) }
    }

    private static func say(_ text: SafeText, to terminal: Int32) {
        let bytes = Array(text.string.utf8)
        _ = write(terminal, bytes, bytes.count)
    }
}
