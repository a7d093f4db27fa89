import Engine

/// Since when a figure has been getting worse.
struct Trend: Hashable, Sendable {
    private var last: Double?
    private var risingSince: Timestamp?
    private var roseAt = Timestamp(milliseconds: 0)

    /// How long it must get worse before anyone is warned, in milliseconds.
    static let patience: Int64 = 10_000
    /// A rise that pauses for longer than this, in milliseconds, is over.
    static let pause: Int64 = 3_000

    /// Takes the figure of another moment.
    mutating func note(_ value: Double, at now: Timestamp) {
        let isOver = now.milliseconds - roseAt.milliseconds > Self.pause
        if let last, value > last {
            if risingSince == nil || isOver { risingSince = now }
            roseAt = now
        } else if isOver || value < last ?? value {
            risingSince = nil
        }
        last = value
    }

    func isWarning(at now: Timestamp) -> Bool {
        risingSince.map { now.milliseconds - $0.milliseconds >= Self.patience } ?? false
    }
}
