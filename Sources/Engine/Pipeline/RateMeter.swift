/// How many a second, over the last second.
struct RateMeter: Sendable {
    private static let window = Duration.seconds(1)
    private static let grain = Duration.milliseconds(50)
    private var counts: [(from: ContinuousClock.Instant, count: Int)] = []

    /// Counts some that came now.
    mutating func add(_ count: Int, at now: ContinuousClock.Instant) {
        counts.removeAll { now - $0.from >= RateMeter.window }
        if let last = counts.indices.last, now - counts[last].from < RateMeter.grain {
            counts[last].count += count
        } else {
            counts.append((now, count))
        }
    }

    /// The rate at this moment.
    func rate(at now: ContinuousClock.Instant) -> Double {
        Double(counts.reduce(0) { now - $1.from < RateMeter.window ? $0 + $1.count : $0 })
    }
}
