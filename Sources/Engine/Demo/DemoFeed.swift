#if canImport(Glibc)
    import Glibc
#endif

/// The demo's producer: a full index at once, then a steady feed. Some records are broken on purpose.
public struct DemoFeed: Sendable {
    /// The topics that it produces to.
    public static let topics = [DemoData.chatroomTopic, DemoData.playlistTopic]

    private let configuration: KafkaConfiguration
    private let backlog: Int
    private let rate: Double
    private let seed: UInt64

    /// - Parameters:
    ///   - backlog: how many documents there are to begin with, spread over the last three days.
    ///   - rate: events a second after that; 0 for none.
    ///   - seed: the same seed gives the same names.
    public init(configuration: KafkaConfiguration, backlog: Int = 10_000, rate: Double = 20, seed: UInt64 = 1) {
        self.configuration = configuration
        self.backlog = backlog
        self.rate = rate
        self.seed = seed
    }

    /// Produces until cancelled.
    ///
    /// - Throws: what the producer throws; not for being cancelled.
    public func run() async throws(Failure) {
        let producer = try KafkaProducer(configuration: configuration)
        var result: Result<Void, Failure> = .success(())
        do throws(Failure) {
            var data = DemoData(seed: seed)
            try await produceBacklog(of: &data, by: producer)
            try await produceSteadily(from: &data, by: producer)
        } catch {
            if error.kind != .cancelled { result = .failure(error) }
        }
        await producer.close()
        try result.get()
    }

    private func produceBacklog(of data: inout DemoData, by producer: KafkaProducer) async throws(Failure) {
        let now = Timestamp.now
        var made = 0
        while made < backlog {
            let item = data.next(at: DemoFeed.time(of: made, in: backlog, before: now))
            if item.isNewDocument { made += 1 }
            try await send(item, by: producer)
        }
        try await producer.flush(timeout: .seconds(30))
    }

    /// Most of the backlog is hours old, and little of it days.
    static func time(of index: Int, in count: Int, before now: Timestamp) -> Timestamp {
        let age = Double(count - index) / Double(max(1, count))
        return Timestamp(milliseconds: now.milliseconds - Int64(age * age * age * age * 259_200_000))
    }

    /// Each event has its own due time, counted from the start, so that delays do not add up.
    private func produceSteadily(from data: inout DemoData, by producer: KafkaProducer) async throws(Failure) {
        guard rate > 0 else { return }
        let start = ContinuousClock.now
        var count = 0
        while !Task.isCancelled {
            let due = Int(start.duration(to: .now) / .seconds(1) * rate)
            while count < due, !Task.isCancelled {
                try await send(data.next(at: .now), by: producer)
                count += 1
            }
            // No more than a hundred wake-ups a second, however high the rate.
            let next = start + max(.seconds(1) * (Double(count + 1) / rate), start.duration(to: .now) + .milliseconds(10))
            try? await Task.sleep(until: next, clock: .continuous)
        }
    }

    private func send(_ item: DemoData.Item, by producer: KafkaProducer) async throws(Failure) {
        try await producer.send(topic: item.topic, key: item.key, value: item.value, timestamp: item.timestamp)
    }
}
