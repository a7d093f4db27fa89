import Engine

/// The loop of `kelp tail`.
struct Tail {
    private static let batch = 1000

    private let source: any RecordSource
    private let start: StartPosition
    private let filter: RecordFilter?
    private let format: RecordFormat
    private let invocation: Invocation
    /// What is still to be read of each partition; `nil` if there is no end.
    private var open: [TopicPartition: Int64]?

    /// - Parameter ends: the first and the next offset of each partition, to stop there.
    init(
        source: any RecordSource, start: StartPosition, ends: [TopicPartition: Range<Int64>]?, filter: RecordFilter?,
        format: RecordFormat, invocation: Invocation
    ) {
        self.source = source
        self.start = start
        self.filter = filter
        self.format = format
        self.invocation = invocation
        open = ends.map { $0.filter { start != .end && !$0.value.isEmpty }.mapValues(\.upperBound) }
    }

    private var isAtEnd: Bool { open?.isEmpty ?? false }

    /// Runs until it is cancelled or at the end.
    mutating func run() async throws(Failure) {
        while !isAtEnd && !Task.isCancelled {
            let polled = try await poll()
            for event in polled.events { try await handle(event) }
            for record in polled.records { try write(record) }
            if polled.records.count < Self.batch { try invocation.output.flush() }
        }
        try invocation.output.flush()
    }

    /// Being called off while waiting is an ordinary end.
    private func poll() async throws(Failure) -> Polled {
        do throws(Failure) {
            return try await source.poll(max: Self.batch, timeout: .seconds(1))
        } catch {
            if error.kind == .cancelled { return Polled() }
            throw error
        }
    }

    private mutating func handle(_ event: SourceEvent) async throws(Failure) {
        switch event {
        case .assigned(let partitions):
            try await source.assign(Dictionary(uniqueKeysWithValues: partitions.map { ($0, start) }))
        case .revoked: try await source.unassign()
        case .reachedEnd(let partition, let next): close(partition, at: next.rawValue)
        case .trouble(let reason): invocation.errors.note("kelp: " + reason)
        case .notice(let notice): if let notice { invocation.errors.note("kelp: " + notice) }
        case .unknownTopic(let topic): invocation.errors.note("kelp: the topic \(topic) does not exist; kelp waits for it")
        case .recovered, .lag: break
        }
    }

    private mutating func write(_ record: Record) throws(Failure) {
        let isBeyondEnd = open.map { record.offset.rawValue >= $0[record.partition] ?? 0 } ?? false
        if !isBeyondEnd && filter?.letsThrough(record) ?? true { try format.write(record, to: invocation.output) }
        close(record.partition, at: record.offset.rawValue + 1)
    }

    /// Notes that a partition has been read up to an offset.
    private mutating func close(_ partition: TopicPartition, at next: Int64) {
        if let end = open?[partition], next >= end { open?[partition] = nil }
    }
}
