import CTerminalGuard

#if canImport(Glibc)
    import Glibc
#endif

/// What the program sleeps on: the keyboard, the wake-up from other threads, and signals.
struct InputSources {
    /// Which of them have something.
    struct Ready: OptionSet {
        let rawValue: UInt8
        static let keyboard = Ready(rawValue: 1)
        static let wakeup = Ready(rawValue: 2)
        static let signals = Ready(rawValue: 4)
    }

    let wakeup: Int32
    /// Each signal is one byte, its number.
    private let signals = kelp_signals_watch()

    init(wakeup: Int32) { self.wakeup = wakeup }

    /// Sleeps until one has something or the deadline has passed; then none may have.
    func wait(until deadline: ContinuousClock.Instant?) -> Ready {
        var sources = [STDIN_FILENO, wakeup, signals].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while poll(&sources, nfds_t(sources.count), milliseconds(until: deadline)) < 0 {}
        let flags: [Ready] = [.keyboard, .wakeup, .signals]
        return zip(sources, flags).reduce(into: []) { if $1.0.revents != 0 { $0.insert($1.1) } }
    }

    /// How many bytes the terminal has for us.
    var bytesWaiting: Int32 {
        var count: Int32 = 0
        return ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0 ? count : 0
    }

    /// The signals that came, each once.
    @discardableResult
    func drainSignals() -> Set<Int32> {
        var bytes = [UInt8](repeating: 0, count: 64)
        var numbers: Set<Int32> = []
        while true {
            let count = read(signals, &bytes, bytes.count)
            guard count > 0 else { return numbers }
            numbers.formUnion(bytes[..<count].map(Int32.init))
        }
    }

    private func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let (seconds, attoseconds) = max(.zero, deadline - .now).components
        // Rounded up: woken too early, the loop would spin until the deadline.
        return Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
