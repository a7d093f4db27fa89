/// How far a look for the record that wrote a document has come.
public struct RecordSearch: Hashable, Sendable {
    /// The topics that feed the document's index.
    public var topics: [TopicName]
    /// From which time on they are looked through; `nil` where only the newest records of each partition are.
    public var start: Timestamp?
    /// How many records were looked at.
    public var count = 0
    /// When the last of them was produced.
    public var reached: Timestamp?
    /// The newest of them that wrote the document; one that wrote just what the index holds ends the search.
    public var record: Record?
    /// Whether `record` holds just what the index holds.
    public var isExact = false

    /// Has looked at nothing yet.
    public init(topics: [TopicName], start: Timestamp?) {
        self.topics = topics
        self.start = start
    }
}

extension RecordReader {
    /// How many records are looked at, and how many of a partition where it is not known from when on. Kafka has no way to ask for a key.
    static let most = (records: 1_000_000, newest: 100_000)
    /// A document may say that it was made a little later than its record was produced.
    private static let slack = Duration.seconds(-600)
    private static let progressPause = Duration.milliseconds(100)

    /// Looks for the record that wrote a document, where the index does not say which one did: from when the document was created on,
    /// or, where that is not known or brings nothing, among the newest records of each partition.
    ///
    /// - Parameters:
    ///   - document: the document as the index holds it.
    ///   - key: its name by the index that topics feed, which the document may know by another name.
    ///   - progress: is told every 100 ms how far it has come.
    /// - Throws: a failure of kind `.usage` where no topic feeds the index, `.unavailable` if nothing comes from the brokers for 10 s,
    ///   `.cancelled` if its task is called off.
    public func writer(
        of document: Hit, _ key: DocumentKey, progress: @Sendable (RecordSearch) -> Void
    ) async throws(Failure) -> RecordSearch {
        let topics = routes.filter { $0.value == key.index }.keys.sorted()
        guard !topics.isEmpty else {
            throw Failure(.usage, "no topic is known to feed \(key.index): --topic TOPIC:\(key.index) names it")
        }
        let start = document.createdAt?.advanced(by: Self.slack)
        var search = RecordSearch(topics: topics, start: start)
        try await look(for: document, key, &search, progress)
        if search.count == 0, start != nil {
            search.start = nil
            try await look(for: document, key, &search, progress)
        }
        return search
    }

    private func look(
        for document: Hit, _ key: DocumentKey, _ search: inout RecordSearch, _ progress: (RecordSearch) -> Void
    ) async throws(Failure) {
        let consumer = try KafkaConsumer(configuration: configuration, topics: search.topics, role: .browser)
        try await finally({ await consumer.close() }) { () async throws(Failure) in
            try await look(for: document, key, &search, progress, by: consumer)
        }
    }

    private func look(
        for document: Hit, _ key: DocumentKey, _ search: inout RecordSearch, _ progress: (RecordSearch) -> Void,
        by consumer: KafkaConsumer
    ) async throws(Failure) {
        var rest = UnreadRecords(search.topics, start: search.start.map { .time($0) } ?? .tail(Self.most.newest))
        let decoder = RecordDecoder(routes: routes, idField: idField)
        let clock = ContinuousClock()
        var (heardAt, toldAt) = (clock.now, clock.now)
        while !rest.isEmpty, search.count < Self.most.records {
            if Task.isCancelled { throw Failure(.cancelled, "looking for the record was called off") }
            let polled = try await consumer.poll(max: 5_000, timeout: .milliseconds(250))
            try await rest.take(polled.events, by: consumer)
            for record in rest.take(polled.records) {
                search.take(record, decoder.decode(record), of: document, key)
                if search.isExact { return }
            }
            if !polled.records.isEmpty { heardAt = clock.now }
            guard clock.now - heardAt < Self.patience else {
                throw Failure(.unavailable, "\(key.id) was not found: \(rest.trouble), \(search.count) records were looked at")
            }
            if clock.now - toldAt >= Self.progressPause {
                toldAt = clock.now
                progress(search)
            }
        }
    }
}

extension RecordSearch {
    /// Looks at a record.
    fileprivate mutating func take(_ record: Record, _ effect: RecordDecoder.Effect?, of document: Hit, _ key: DocumentKey) {
        count += 1
        if let time = record.timestamp { reached = max(time, reached ?? time) }
        guard case .operation(.index(let written)) = effect, written.key == key else { return }
        isExact = DocumentFingerprint(written).isSame(as: DocumentFingerprint(document))
        let isNewer = self.record.map { known in
            known.partition == record.partition || known.timestamp ?? .now <= record.timestamp ?? .now
        }
        if isExact || isNewer ?? true { self.record = record }
    }
}

/// What is still to be read of some topics, up to where they end when the reading begins.
private struct UnreadRecords {
    /// Topics of which it is not known yet what they hold.
    private var unknown: Set<TopicName>
    private let start: StartPosition
    private var ends: [TopicPartition: Offset] = [:]
    private(set) var trouble: SafeText = "no broker has sent anything for 10 s"

    init(_ topics: [TopicName], start: StartPosition) {
        unknown = Set(topics)
        self.start = start
    }

    var isEmpty: Bool { unknown.isEmpty && ends.isEmpty }

    mutating func take(_ events: [SourceEvent], by consumer: KafkaConsumer) async throws(Failure) {
        for event in events {
            switch event {
            case .assigned(let partitions):
                unknown.subtract(partitions.map(\.topic))
                let found = try await consumer.ends(of: Set(partitions)).filter { $0.value > 0 }
                guard !found.isEmpty else { continue }
                ends.merge(found) { $1 }
                try await consumer.assign(found.mapValues { _ in start })
            case .unknownTopic(let topic): unknown.remove(topic)
            case .reachedEnd(let partition, next: _): ends[partition] = nil
            case .trouble(let reason): trouble = reason
            default: break
            }
        }
    }

    /// Those of some records that were there when the reading began.
    mutating func take(_ records: [Record]) -> [Record] {
        records.filter { record in
            guard let end = ends[record.partition] else { return false }
            if record.offset.next >= end { ends[record.partition] = nil }
            return record.offset < end
        }
    }
}
