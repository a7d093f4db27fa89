import Engine

/// A source that serves records from memory, as a group of one member, and does what it is told besides.
actor ScriptedSource: RecordSource {
    private var logs: [TopicPartition: [Record]]
    private var events: [SourceEvent]
    private var failures: [Failure] = []
    private var place: [TopicPartition: Int] = [:]
    private var atEnd: Set<TopicPartition> = []
    private(set) var committed: [TopicPartition: Offset] = [:]
    private(set) var starts: [[TopicPartition: StartPosition]] = []
    private(set) var paused: Set<TopicPartition> = []
    private(set) var isClosed = false
    private(set) var polls = 0
    private(set) var pollsWhilePaused = 0
    private var polledAt = ContinuousClock.now
    /// How long after the last poll it was paused each time.
    private(set) var pauses: [Duration] = []
    private(set) var delivered = 0
    private let pollLimit: Int
    private var returnsPartitions = false
    var commitFailure: Failure?
    private let isEndless: Bool
    private let isPatient: Bool

    /// - Parameter pollLimit: how many records one poll brings at most.
    /// - Parameter isEndless: a new record comes with each poll.
    /// - Parameter isPatient: a poll that finds nothing waits until it is called off.
    init(
        _ records: [Record], pollLimit: Int = .max, events: [SourceEvent]? = nil, committed: [TopicPartition: Offset] = [:],
        isEndless: Bool = false, isPatient: Bool = false
    ) {
        self.isEndless = isEndless
        self.isPatient = isPatient
        logs = Dictionary(grouping: records, by: \.partition)
        self.pollLimit = pollLimit
        self.committed = committed
        self.events = events ?? [.assigned(Set(records.map(\.partition)).sorted())]
    }

    func produce(_ record: Record) { logs[record.partition, default: []].append(record) }
    func tell(_ event: SourceEvent) { events.append(event) }
    func fail(_ failure: Failure) { failures.append(failure) }
    func failCommits(_ failure: Failure?) { commitFailure = failure }

    /// Takes all partitions away and, once they were given up, gives them back.
    func rebalance(isLost: Bool) {
        guard !place.isEmpty else { return }
        events.append(.revoked(logs.keys.sorted(), isLost: isLost))
        returnsPartitions = true
    }

    func poll(max: Int, timeout: Duration) async throws(Failure) -> Polled {
        polls += 1
        defer { polledAt = .now }
        if !paused.isEmpty { pollsWhilePaused += 1 }
        if !failures.isEmpty { throw failures.removeFirst() }
        var polled = take(max)
        if polled.records.isEmpty, polled.events.isEmpty {
            if isPatient { for await _ in AsyncStream<Never>.makeStream().stream {} }
            try? await Task.sleep(for: min(timeout, .milliseconds(5)))
            polled = take(max)
        }
        return polled
    }

    private func take(_ max: Int) -> Polled {
        guard events.isEmpty else {
            defer { events = [] }
            return Polled(events: events)
        }
        if isEndless, let last = logs[partition()]?.last { produce(record(last.offset.next.rawValue, #"{"id":"more"}"#)) }
        var polled = Polled()
        for (partition, start) in place.sorted(by: { $0.key < $1.key }) where !paused.contains(partition) {
            let log = logs[partition] ?? []
            let count = min(log.count - start, min(max, pollLimit) - polled.records.count)
            polled.records += log[start..<start + count]
            place[partition] = start + count
            if start + count == log.count, !isEndless, atEnd.insert(partition).inserted {
                polled.events.append(.reachedEnd(partition, next: log.last?.offset.next ?? 0))
            }
        }
        delivered += polled.records.count
        return polled
    }

    func assign(_ starts: [TopicPartition: StartPosition]) {
        self.starts.append(starts)
        paused = []
        atEnd = []
        place = [:]
        for (partition, start) in starts {
            let log = logs[partition] ?? []
            let from: Offset =
                switch start {
                case .offset(let offset): offset
                case .committed: committed[partition] ?? 0
                case .end: log.last?.offset.next ?? 0
                default: 0
                }
            place[partition] = log.firstIndex { $0.offset >= from } ?? log.count
        }
    }

    func ends(of partitions: Set<TopicPartition>) -> [TopicPartition: Offset] {
        logs.filter { partitions.contains($0.key) }.compactMapValues { $0.last?.offset.next }
    }

    func unassign() {
        place = [:]
        if returnsPartitions { events.append(.assigned(logs.keys.sorted())) }
        returnsPartitions = false
    }

    func pause(_ partitions: Set<TopicPartition>) {
        pauses.append(.now - polledAt)
        paused.formUnion(partitions)
    }
    func resume(_ partitions: Set<TopicPartition>) { paused.subtract(partitions) }
    func commit(_ next: [TopicPartition: Offset]) throws(Failure) {
        if let commitFailure { throw commitFailure }
        committed.merge(next) { $1 }
    }
    func close() { isClosed = true }
}
