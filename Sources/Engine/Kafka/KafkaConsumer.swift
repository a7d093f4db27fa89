import CRdKafka
import Synchronization

/// A librdkafka consumer with a thread of its own. `poll` blocks that thread; every other call wakes it.
public actor KafkaConsumer: RecordSource {
    /// How the consumer gets its partitions.
    public enum Role: Hashable, Sendable {
        /// As a member of a consumer group, which commits.
        case member(group: String)
        /// All partitions of the topics, without a group, never committing.
        case browser
    }

    /// How many bytes of records one poll brings at most, give or take one record.
    private static let maximumBytes = 16_000_000

    private let executor = ThreadExecutor()
    /// The consumer's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let role: Role
    let topics: [TopicName]
    let trouble: KafkaTrouble
    /// `nil` once closed. Not the actor's own, because waking the thread must not wait for the thread.
    private let current: Mutex<KafkaClient?>
    private var watching: Task<Void, Never>?

    /// What happened since the last poll.
    var pending: [SourceEvent] = []
    /// The trouble that was told and is not over.
    var toldTrouble: SafeText?
    /// Why a broker was lost last; said when all of them are.
    var lastCause: SafeText?
    /// Where to go on reading, for each assigned partition that has been read from.
    var positions: [TopicPartition: Int64] = [:]
    /// Where each assigned partition was asked to start.
    var starts: [TopicPartition: StartPosition] = [:]
    /// The partitions that are not fetched from.
    var paused: Set<TopicPartition> = []
    /// The partitions whose next offset does not exist.
    var gone: Set<TopicPartition> = []
    /// The group wants its partitions back, and waits for the answer.
    var isRevoking = false
    /// What the brokers said of the topics last.
    var knownPartitions: Set<TopicPartition> = []
    var unknownTopics: Set<TopicName> = []
    /// Every broker that has been up, unless it was taken out of the cluster, by number: its address.
    var knownBrokers: [Int32: String] = [:]
    /// What was told of brokers that are away.
    var toldAway: SafeText?
    private var partitionCache = PartitionCache()
    private var lagMeter = LagMeter()

    /// Makes a consumer, without waiting for the brokers.
    ///
    /// - Throws: a failure of kind `.usage` or `.configuration` if a topic or the group has no valid name.
    public init(configuration: KafkaConfiguration, topics: [TopicName], role: Role) throws(Failure) {
        if let name = topics.first(where: { $0.rawValue.isEmpty || $0.rawValue.hasPrefix("^") }) {
            throw Failure(.usage, "\(name) is no name of a Kafka topic")
        }
        if topics.isEmpty { throw Failure(.usage, "No topic was given; write --topic NAME") }
        if role == .member(group: "") { throw Failure(.usage, "The consumer group has no name; write --group NAME") }
        self.role = role
        self.topics = topics.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } }
        trouble = KafkaTrouble(configuration: configuration)
        let client = try KafkaClient(configuration, kind: .consumer(group: role.group))
        if case .member = role { try KafkaConsumer.subscribe(client, to: self.topics) }
        current = Mutex(client)
    }

    /// Waits for records or events until there is something, at most `timeout`; may return empty-handed earlier.
    public func poll(max: Int, timeout: Duration) async throws(Failure) -> Polled {
        let client = try openClient()
        if watching == nil { watching = watchTopics(of: client) }
        return await withTaskCancellationHandler {
            collect(max: max, timeout: timeout, from: client)
        } onCancel: {
            client.wake()
        }
    }

    /// Leaves the group and lets go of everything, within 3 s. librdkafka can hang here when the brokers are gone; it is then
    /// left behind, which is right for a program that is about to end.
    public nonisolated func close() async {
        wake()
        await run(within: .milliseconds(2500)) { await self.leave() }
    }

    /// What librdkafka logged last, the oldest first; empty once closed.
    public nonisolated var logLines: [SafeText] { current.withLock { $0 }?.logLines ?? [] }

    nonisolated func wake() { current.withLock { $0 }?.wake() }

    func openClient() throws(Failure) -> KafkaClient {
        guard let client = current.withLock({ $0 }) else { throw Failure(.cancelled, "The Kafka consumer is closed") }
        return client
    }

    /// Forgets what is known of the partitions that were assigned.
    func forgetPartitions() {
        positions = [:]
        starts = [:]
        paused = []
        gone = []
        isRevoking = false
        partitionCache = PartitionCache()
    }

    private func leave() async {
        let client = current.withLock { current in
            defer { current = nil }
            return current
        }
        watching?.cancel()
        // It answers a revocation itself.
        if let client, case .member = role { rd_kafka_consumer_close(client.handle) }
        // So that the last reference to the client goes here, on a thread that may block.
        await watching?.value
    }

    private func collect(max: Int, timeout: Duration, from client: KafkaClient) -> Polled {
        var polled = Polled()
        var byteCount = 0
        // What is told already must not wait for a record.
        var wait = pending.isEmpty ? timeout : .zero
        while polled.records.count < max, byteCount < KafkaConsumer.maximumBytes {
            guard let event = client.nextEvent(within: wait) else { break }
            defer { rd_kafka_event_destroy(event) }
            wait = .zero
            guard rd_kafka_event_type(event) == RD_KAFKA_EVENT_FETCH else {
                handle(event, of: client)
                // Events come before records, so one that came after some is for the next poll.
                if polled.records.isEmpty || pending.isEmpty { continue } else { break }
            }
            if polled.records.isEmpty {
                recover()
                polled.events = takePending()
            }
            while let message = rd_kafka_event_message_next(event) {
                let record = Record(copying: message, partition: partitionCache.partition(of: message))
                byteCount += record.byteCount
                polled.records.append(record)
            }
        }
        if polled.records.isEmpty { polled.events = takePending() }
        notePositions(polled.records)
        if !gone.isEmpty { restartGonePartitions(of: client) }
        if let lag = lagMeter.read(positions, of: client) { polled.events.append(.lag(lag)) }
        return polled
    }

    func takePending() -> [SourceEvent] {
        defer { pending = [] }
        return pending
    }

    private func notePositions(_ records: [Record]) {
        for (index, record) in records.enumerated()
        where index + 1 == records.count || records[index + 1].partition != record.partition {
            positions[record.partition] = record.offset.next.rawValue
        }
    }

    private static func subscribe(_ client: KafkaClient, to topics: [TopicName]) throws(Failure) {
        let partitions = topics.map { (TopicPartition($0, -1), LogicalOffset.none) }
        let code = withPartitionList(partitions) { rd_kafka_subscribe(client.handle, $0) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            throw Failure(.usage, "The topics cannot be subscribed to: \(String(cString: rd_kafka_err2str(code)))")
        }
    }

    private func watchTopics(of client: KafkaClient) -> Task<Void, Never> {
        let watch = TopicWatch(client: client, topics: topics)
        return Task.detached { [weak self] in
            while !Task.isCancelled {
                let view = await watch.look()
                client.wake()
                guard let pause = await self?.note(view) else { return }
                try? await Task.sleep(for: pause)
            }
        }
    }
}

extension KafkaConsumer.Role {
    /// librdkafka assigns partitions only to a consumer with a group id, even where no group is ever joined.
    fileprivate var group: String {
        switch self {
        case .member(let group): group
        case .browser: "kelp-browser"
        }
    }
}

/// The names of partitions by librdkafka's handles, so that a record costs no new string.
private struct PartitionCache {
    private struct Key: Hashable {
        let topic: OpaquePointer?
        let partition: Int32
    }

    private var names: [Key: TopicPartition] = [:]
    private var last: (key: Key, name: TopicPartition)?

    mutating func partition(of message: UnsafePointer<rd_kafka_message_t>) -> TopicPartition {
        let key = Key(topic: message.pointee.rkt, partition: message.pointee.partition)
        if let last, last.key == key { return last.name }
        let name = names[key] ?? TopicPartition(TopicName(String(cString: rd_kafka_topic_name(key.topic))), key.partition)
        names[key] = name
        last = (key, name)
        return name
    }
}

/// How many records are still to be read, by the ends that came with the last fetches.
private struct LagMeter {
    private var last: [TopicPartition: Int64] = [:]
    private var readAt: ContinuousClock.Instant?

    /// The lag if it has changed, at most once a second.
    mutating func read(_ positions: [TopicPartition: Int64], of client: KafkaClient) -> [TopicPartition: Int64]? {
        let now = ContinuousClock.now
        if let readAt, now - readAt < .seconds(1) { return nil }
        readAt = now
        var lag: [TopicPartition: Int64] = [:]
        for (partition, position) in positions {
            var low = LogicalOffset.none
            var high = LogicalOffset.none
            rd_kafka_get_watermark_offsets(client.handle, partition.topic.rawValue, partition.partition, &low, &high)
            if high >= 0 { lag[partition] = max(0, high - position) }
        }
        defer { last = lag }
        return lag == last ? nil : lag
    }
}
