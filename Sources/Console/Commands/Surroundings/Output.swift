import Engine
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Where a command writes: a terminal, a pipe or file, or memory for a test.
///
/// A terminal gets nothing but `SafeText`, whatever a command writes; a pipe gets every byte as it is.
final class Output: Sendable {
    private struct State {
        var buffer: [UInt8] = []
        var isBroken = false
        /// Columns that the status line has covered.
        var statusWidth = 0
    }

    private static let bufferSize = 1 << 16

    /// `nil` keeps everything in memory.
    private let descriptor: Int32?
    private let fixedColumns: Int?
    private let state = Mutex(State())
    let isTerminal: Bool

    init(descriptor: Int32) {
        self.descriptor = descriptor
        fixedColumns = nil
        isTerminal = isatty(descriptor) == 1
    }

    /// Keeps everything in memory.
    /// - Parameter terminalColumns: acts as a terminal of so many columns.
    init(terminalColumns: Int? = nil) {
        descriptor = nil
        fixedColumns = terminalColumns
        isTerminal = terminalColumns != nil
    }

    /// What is in memory, or not flushed yet.
    var bytes: [UInt8] { state.withLock { $0.buffer } }

    /// Whether the reader of a pipe has gone.
    var isBroken: Bool { state.withLock { $0.isBroken } }

    /// How wide the terminal is now.
    var columns: Int {
        if let fixedColumns { return fixedColumns }
        var size = winsize()
        guard let descriptor, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes data: as it is to a pipe, line by line made safe to a terminal.
    /// - Throws: `.cancelled` once nobody reads any more, `.disk` if it cannot be written.
    func write(_ data: [UInt8]) throws(Failure) {
        guard isTerminal else { return try append(data) }
        var parts = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        let last = parts.popLast() ?? []
        // A line may end as CSV's do.
        for part in parts { try line(SafeText(bytes: part.last == UInt8(ascii: "\r") ? part.dropLast() : part)) }
        if !last.isEmpty { try append(Array(SafeText(bytes: last).string.utf8)) }
    }

    /// Writes a line.
    func line(_ text: SafeText) throws(Failure) {
        try append(Array(text.string.utf8) + [UInt8(ascii: "\n")])
    }

    /// Writes a line at once; where that fails, nobody is left to be told.
    func note(_ text: SafeText) {
        clearStatus()
        try? line(text)
        try? flush()
    }

    /// Writes what is buffered.
    func flush() throws(Failure) {
        guard let descriptor else { return }
        try state.withLock { state throws(Failure) in
            defer { state.buffer.removeAll(keepingCapacity: true) }
            try Self.drain(&state, to: descriptor)
        }
    }

    private func append(_ data: [UInt8]) throws(Failure) {
        let isFull = state.withLock { state in
            state.buffer += data
            return state.buffer.count >= Self.bufferSize
        }
        if isFull { try flush() }
    }

    private static func drain(_ state: inout State, to descriptor: Int32) throws(Failure) {
        var start = 0
        while start < state.buffer.count {
            let written = state.buffer.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
            }
            if written >= 0 {
                start += written
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            } else if errno == EPIPE {
                state.isBroken = true
                throw Failure(.cancelled, "nobody reads the output any more")
            } else if errno != EINTR {
                throw Failure(.disk, "the output cannot be written: \(String(cString: strerror(errno)))")
            }
        }
    }
}

extension Output {
    /// Shows how far something is, in a line that the next status or note takes the place of. Nothing happens in a pipe.
    ///
    /// Blanks erase the rest of the line: that works on every terminal.
    func status(_ text: SafeText) {
        guard isTerminal else { return }
        let text = text.cut(to: columns - 1)
        let width = text.width
        let blanks = state.withLock { state in
            defer { state.statusWidth = width }
            return max(0, state.statusWidth - width)
        }
        try? append(Array("\r\(text.string)\(String(repeating: " ", count: blanks))".utf8))
        try? flush()
    }

    /// Takes the status line away.
    func clearStatus() {
        guard state.withLock({ $0.statusWidth }) > 0 else { return }
        status("")
        try? append([UInt8(ascii: "\r")])
    }
}
