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

    /// The median, the 95th percentile and the greatest; `nil` before there is any.
    var summary: (median: Duration, p95: Duration, maximum: Duration)? {
        guard !ring.isEmpty else { return nil }
        let sorted = ring.sorted()
        func rank(_ percent: Int) -> Duration { sorted[(sorted.count * percent + 99) / 100 - 1] }
        return (rank(50), rank(95), rank(100))
    }
}
