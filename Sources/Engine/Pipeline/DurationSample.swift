/// Of some durations the median, the 95th percentile and the greatest.
public struct DurationSummary: Hashable, Sendable {
    /// Half of them are not longer.
    public var median: Duration
    /// 95 of a hundred are not longer.
    public var p95: Duration
    /// The longest.
    public var maximum: Duration

    /// Makes a summary.
    public init(median: Duration, p95: Duration, maximum: Duration) {
        self.median = median
        self.p95 = p95
        self.maximum = maximum
    }
}

/// The last thousand durations, for their median and worst cases.
struct DurationSample: Sendable {
    private static let capacity = 1000
    private var ring: [Duration] = []
    private var oldest = 0

    mutating func add(_ duration: Duration) {
        if ring.count < DurationSample.capacity {
            ring.append(duration)
        } else {
            ring[oldest] = duration
            oldest = (oldest + 1) % ring.count
        }
    }

    /// `nil` before there is any.
    var summary: DurationSummary? {
        guard !ring.isEmpty else { return nil }
        let sorted = ring.sorted()
        func rank(_ percent: Int) -> Duration { sorted[(sorted.count * percent + 99) / 100 - 1] }
        return DurationSummary(median: rank(50), p95: rank(95), maximum: rank(100))
    }
}
