import CRdKafka

/// What a cluster says of its topics. Every call ends within 10 s.
public actor KafkaMetadata {
    private static let patience = Duration.seconds(5)
    /// How long the thread is blocked before it looks whether the caller still wants to know.
    private static let slice = Duration.milliseconds(500)

    private let executor = ThreadExecutor()
    /// The thread that librdkafka's calls block.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private var client: KafkaClient?
    private let trouble: KafkaTrouble

    /// Makes a client, without waiting for the brokers.
    /// - Parameter group: the consumer group that `committed` asks about; it is not joined.
    public init(configuration: KafkaConfiguration, group: String = "") throws(Failure) {
        client = try KafkaClient(configuration, kind: .consumer(group: group))
        trouble = KafkaTrouble(configuration: configuration)
    }

    /// All topics, by name.
    ///
    /// - Parameter patience: how long to wait for a broker's answer.
    /// - Throws: a failure of kind `.unavailable` if no broker answers, `.notAllowed` if it refuses the login.
    public func topics(within patience: Duration = .seconds(5)) async throws(Failure) -> [TopicName] {
        try view(patience).topics.keys.sorted()
    }

    /// Where the brokers say that they are: `host:port`. Clients go there, whatever address they asked first.
    ///
    /// - Throws: as `topics`.
    public func brokers() async throws(Failure) -> [SafeText] {
        try view().brokers.sorted { $0.key < $1.key }.map { "\($0.value)" }
    }

    /// What the group has committed in these partitions; nothing for those where it has not.
    ///
    /// - Throws: a failure of kind `.notAllowed` if the user may not see it, of kind `.unavailable` if no broker answers.
    public func committed(in partitions: [TopicPartition]) async throws(Failure) -> [TopicPartition: Offset] {
        let client = try openClient()
        return try withPartitionList(partitions.map { ($0, LogicalOffset.none) }) { (list) throws(Failure) in
            let code = rd_kafka_committed(client.handle, list, KafkaMetadata.patience.wholeMilliseconds)
            var committed: [TopicPartition: Offset] = [:]
            for entry in entries(list) where code == RD_KAFKA_RESP_ERR_NO_ERROR {
                try check(entry.err)
                if entry.offset >= 0 { committed[TopicPartition(entry)] = Offset(entry.offset) }
            }
            try check(code)
            return committed
        }
    }

    private func check(_ code: rd_kafka_resp_err_t) throws(Failure) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        throw trouble.failure(code, reason: String(cString: rd_kafka_err2str(code)))
    }

    /// The first and the next offset of each partition of the topic.
    ///
    /// - Throws: a failure of kind `.usage` that names the nearest topics if there is none of that name, of kind `.unavailable` if
    ///   no broker answers.
    public func watermarks(of topic: TopicName) async throws(Failure) -> [TopicPartition: Range<Int64>] {
        let topics = try view().topics
        guard let found = topics[topic] else { throw unknown(topic, among: topics.keys.map(\.rawValue)) }
        let end = ContinuousClock.now + KafkaMetadata.patience
        var watermarks: [TopicPartition: Range<Int64>] = [:]
        for number in found.partitions {
            let partition = TopicPartition(topic, number)
            watermarks[partition] = try range(of: partition, until: end)
        }
        return watermarks
    }

    /// Lets go of the connections, within 3 s.
    public nonisolated func close() async {
        await run(within: .milliseconds(2500)) { await self.letGo() }
    }

    private func letGo() { client = nil }

    private func openClient() throws(Failure) -> KafkaClient {
        guard let client else { throw Failure(.cancelled, "The Kafka client is closed") }
        return client
    }

    private func view(_ patience: Duration = patience) throws(Failure) -> ClusterView {
        let client = try openClient()
        if let view = ClusterView(asking: client, all: true, timeout: patience) { return view }
        if Task.isCancelled { throw Failure(.cancelled, "The question to Kafka was called off") }
        throw cause(from: client)
    }

    private func range(of partition: TopicPartition, until end: ContinuousClock.Instant) throws(Failure) -> Range<Int64> {
        let client = try openClient()
        var (low, high): (Int64, Int64) = (0, 0)
        var code = RD_KAFKA_RESP_ERR__TIMED_OUT
        while code == RD_KAFKA_RESP_ERR__TIMED_OUT, ContinuousClock.now < end, !Task.isCancelled {
            code = rd_kafka_query_watermark_offsets(
                client.handle, partition.topic.rawValue, partition.partition, &low, &high,
                KafkaMetadata.slice.wholeMilliseconds)
        }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, low <= high else {
            let reason = String(cString: rd_kafka_err2str(code))
            throw Failure(.unavailable, "The offsets of \(partition) cannot be looked up (\(reason)); try again")
        }
        return low..<high
    }

    private func unknown(_ topic: TopicName, among names: [String]) -> Failure {
        let near = nearestNames(to: topic.rawValue, in: names).prefix(3).joined(separator: ", ")
        let hint: SafeText = near.isEmpty ? "" : "; did you mean \(near)?"
        return Failure(.usage, "There is no topic \(topic) in \(trouble.configuration.brokers)\(hint)")
    }

    /// Why there was no answer: the last of what librdkafka reported meanwhile.
    private func cause(from client: KafkaClient) -> Failure {
        var failure = Failure(.unavailable, trouble.silence(after: KafkaMetadata.patience))
        while let event = client.nextEvent(within: .zero) {
            defer { rd_kafka_event_destroy(event) }
            let code = rd_kafka_event_error(event)
            guard code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, let text = rd_kafka_event_error_string(event) else { continue }
            failure = trouble.failure(code, reason: String(cString: text))
        }
        return failure
    }
}
