#if canImport(Glibc)
    import Glibc
#endif

/// Standard output and standard error while the screen is up: whatever a library prints would end up between the cells.
///
/// The screen itself is written to a stream of its own.
final class StandardStreams {
    /// The terminal, for ncurses.
    let terminal: UnsafeMutablePointer<FILE>?
    private let sink: Int32
    private let output: Int32
    private let error: Int32

    /// - Parameter log: where standard error goes meanwhile; nowhere if `nil`.
    init(log: Int32?) {
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        sink = fcntl(log ?? null, F_DUPFD_CLOEXEC, 3)
        output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        terminal = fdopen(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), "w")
        close(null)
    }

    // The terminal's stream stays open: ncurses holds it until the process ends.
    deinit {
        close(sink)
        close(output)
        close(error)
    }

    func divert() {
        fflush(nil)
        dup2(sink, STDOUT_FILENO)
        dup2(sink, STDERR_FILENO)
    }

    func restore() {
        fflush(nil)
        dup2(output, STDOUT_FILENO)
        dup2(error, STDERR_FILENO)
    }

    func send(_ sequence: String) { send(Array(sequence.utf8)) }

    /// Writes past ncurses, whose own output is always flushed.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            if written < 0 && errno == EAGAIN {
                // Another program that has the terminal too does not want to wait for it.
                var terminal = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
                poll(&terminal, 1, -1)
            } else if written < 0 && errno != EINTR {
                return
            }
            rest = rest.dropFirst(max(0, written))
        }
    }
}
