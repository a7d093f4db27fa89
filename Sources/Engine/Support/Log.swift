import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What a program that runs for days leaves behind: lines with time and level, appended to a file. Without a file nothing is kept.
public final class Log: Sendable {
    /// The one log of the process.
    public static let shared = Log()

    private struct State {
        var file: Int32 = -1
        var isVerbose = false
    }

    private let state = Mutex(State())

    /// Begins to keep what is told.
    /// - Parameter isVerbose: whether details are kept as well.
    /// - Throws: `.disk` if the file cannot be written.
    public func open(_ path: String, isVerbose: Bool) throws(Failure) {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw Failure(.disk, "the log \(path) cannot be written: \(String(cString: strerror(errno))); mend --log-file")
        }
        state.withLock { state in
            if state.file >= 0 { close(state.file) }
            state = State(file: file, isVerbose: isVerbose)
        }
    }

    /// The open file, for what libraries write to standard error while that is not to be seen; `nil` without a file.
    public var descriptor: Int32? { state.withLock { $0.file >= 0 ? $0.file : nil } }

    /// Something that whoever looks after the program wants to know.
    public func note(_ text: @autoclosure () -> SafeText) { append("note", text, isDetail: false) }

    /// Something that is wrong.
    public func warning(_ text: @autoclosure () -> SafeText) { append("warning", text, isDetail: false) }

    /// Something that helps to find out why; kept only by a verbose log.
    public func detail(_ text: @autoclosure () -> SafeText) { append("detail", text, isDetail: true) }

    /// One `write` for a line, so that lines of several processes do not mix.
    private func append(_ level: SafeText, _ text: () -> SafeText, isDetail: Bool) {
        state.withLock { state in
            guard state.file >= 0, state.isVerbose || !isDetail else { return }
            let line = SafeText(Timestamp.now.iso8601) + " " + level + " " + text()
            let bytes = Array((line.string + "\n").utf8)
            // A log that cannot be written is no reason to stop.
            _ = bytes.withUnsafeBytes { write(state.file, $0.baseAddress, $0.count) }
        }
    }
}
