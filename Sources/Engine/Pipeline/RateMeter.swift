/// How many a second, over the last two seconds.
struct RateMeter: Sendable {
    private static let window = Duration.seconds(2)
    private static let grain = Duration.milliseconds(50)
    private var counts: [(from: ContinuousClock.Instant, to: ContinuousClock.Instant, count: Int)] = []

    /// Counts some that came now.
    mutating func add(_ count: Int, at now: ContinuousClock.Instant) {
        counts.removeAll { now - $0.to >= RateMeter.window }
        if let last = counts.indices.last, now - counts[last].from < RateMeter.grain {
            counts[last].count += count
            counts[last].to = now
        } else {
            counts.append((now, now, count))
        }
    }

    /// The rate at this moment.
    ///
    /// A batch brings what came since the one before it: so it is counted from batch to batch, lest the rate jump with every
    /// batch that enters or leaves the window. Where there are too few for that, they are spread over the window.
    func rate(at now: ContinuousClock.Instant) -> Double {
        let recent = counts.drop { now - $0.to >= RateMeter.window }
        guard let first = recent.first, let last = recent.last else { return 0 }
        let total = recent.reduce(0) { $0 + $1.count }
        let span = last.to - first.to
        guard span >= RateMeter.window / 2 else { return Double(total) / (RateMeter.window / .seconds(1)) }
        return Double(total - first.count) / (span / .seconds(1))
    }
}
