import CRdKafka

/// What the brokers say of some topics.
struct ClusterView: Sendable {
    struct Topic: Sendable {
        var partitions: [Int32] = []
        /// Partitions that nobody can read now, because their broker is gone.
        var leaderless: [Int32] = []
        /// The brokers that hold a copy of a partition, whether they are up or not.
        var replicas: Set<Int32> = []
    }

    /// The topics that exist.
    var topics: [TopicName: Topic] = [:]
    /// The brokers that are up, by number: their addresses.
    var brokers: [Int32: String] = [:]
}

extension ClusterView {
    /// Asks the brokers, blocking the thread for at most `timeout`.
    /// - Parameter all: all topics of the cluster, not only those that the client holds a handle of.
    /// - Returns: `nil` if there was no answer in time or the task was cancelled.
    init?(asking client: KafkaClient, all: Bool, timeout: Duration) {
        let end = ContinuousClock.now + timeout
        // In growing slices: the call may sleep through the moment in which a broker is connected to.
        var slice = Duration.milliseconds(50)
        while ContinuousClock.now < end, !Task.isCancelled {
            if let view = ClusterView(askingOnce: client, all: all, timeout: min(slice, ContinuousClock.now.duration(to: end))) {
                self = view
                return
            }
            slice *= 2
        }
        return nil
    }

    private init?(askingOnce client: KafkaClient, all: Bool, timeout: Duration) {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client.handle, all ? 1 : 0, nil, &answer, timeout.wholeMilliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else { return nil }
        defer { rd_kafka_metadata_destroy(answer) }
        self.init()
        for broker in UnsafeBufferPointer(start: answer.pointee.brokers, count: Int(answer.pointee.broker_cnt)) {
            brokers[broker.id] = "\(broker.host.map { String(cString: $0) } ?? ""):\(broker.port)"
        }
        for topic in UnsafeBufferPointer(start: answer.pointee.topics, count: Int(answer.pointee.topic_cnt)) {
            // A topic that the brokers do not know comes back as well, with an error and no partitions.
            guard topic.partition_cnt > 0, let name = topic.topic else { continue }
            topics[TopicName(String(cString: name))] = Topic(topic)
        }
    }
}

extension ClusterView.Topic {
    fileprivate init(_ topic: rd_kafka_metadata_topic) {
        for partition in UnsafeBufferPointer(start: topic.partitions, count: Int(topic.partition_cnt)) {
            partitions.append(partition.id)
            if partition.leader < 0 { leaderless.append(partition.id) }
            replicas.formUnion(UnsafeBufferPointer(start: partition.replicas, count: Int(partition.replica_cnt)))
        }
    }
}

/// Asks about a consumer's topics, on a thread of its own because librdkafka's call for it blocks.
actor TopicWatch {
    static let timeout = Duration.seconds(2)

    private let executor = ThreadExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let client: KafkaClient
    private let topics: [TopicName]
    private var handles: [OpaquePointer] = []

    init(client: KafkaClient, topics: [TopicName]) {
        self.client = client
        self.topics = topics
    }

    isolated deinit {
        for handle in handles { rd_kafka_topic_destroy(handle) }
    }

    /// What the brokers say now; `nil` if they say nothing in time.
    func look() -> ClusterView? {
        // librdkafka asks about the topics that it holds a handle of.
        if handles.isEmpty { handles = topics.compactMap { rd_kafka_topic_new(client.handle, $0.rawValue, nil) } }
        return ClusterView(asking: client, all: false, timeout: TopicWatch.timeout)
    }
}
