/// How long to wait before the next attempt: twice as long each time, up to a limit, with jitter so that many do not come at once.
struct Backoff: Hashable, Sendable {
    private let first: Duration
    private let limit: Duration
    private var attempts = 0

    /// Where trying again soon may help.
    static let soon = Backoff(first: .milliseconds(100), limit: .milliseconds(1500))
    /// Where somebody has to mend something first.
    static let slow = Backoff(first: .seconds(1), limit: .seconds(30))

    init(first: Duration, limit: Duration) {
        self.first = first
        self.limit = limit
    }

    /// The next pause: between a half and the whole of what the number of attempts makes it.
    mutating func next() -> Duration {
        let full = min(limit, first * (1 << min(attempts, 20)))
        attempts += 1
        return full * Double.random(in: 0.5...1)
    }
}
