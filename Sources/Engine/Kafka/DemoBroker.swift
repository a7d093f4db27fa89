import CRdKafka
import Synchronization

/// A Kafka cluster of one broker inside this process: librdkafka's mock, which speaks the protocol on a loopback port.
///
/// It keeps at most 5 MB or 100,000 message sets of a partition, in memory, and holds an empty fetch for all of
/// `fetch.wait.max.ms` even if records come meanwhile. Other processes can use it too.
public final class DemoBroker: Sendable {
    /// Where it listens: `host:port`.
    public let brokers: String
    private let cluster: Mutex<MockCluster?>

    /// Starts the broker.
    ///
    /// - Parameters:
    ///   - topics: their names; unlike Kafka it takes any characters but NUL.
    ///   - partitions: how many each topic has, from 1.
    /// - Throws: a failure of kind `.unavailable` if there is no port or no thread for it.
    public init(topics: [TopicName], partitions: Int32 = 1) throws(Failure) {
        let cluster = try MockCluster()
        brokers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster.handle))
        for topic in topics { try cluster.create(topic, partitions: partitions) }
        self.cluster = Mutex(cluster)
    }

    /// How to reach it; properties fit for a broker this near are set.
    public var configuration: KafkaConfiguration {
        // An empty fetch is held that long, whatever comes meanwhile.
        get throws(Failure) { try KafkaConfiguration(brokers: brokers, properties: ["fetch.wait.max.ms": "50"]) }
    }

    /// Adds a topic while clients are connected.
    public func create(_ topic: TopicName, partitions: Int32 = 1) throws(Failure) {
        try openCluster().create(topic, partitions: partitions)
    }

    /// Cuts the broker off its clients, or lets them back.
    func setReachable(_ isReachable: Bool) throws(Failure) {
        let handle = try openCluster().handle
        _ = isReachable ? rd_kafka_mock_broker_set_up(handle, 1) : rd_kafka_mock_broker_set_down(handle, 1)
    }

    /// Stops the broker and forgets its records.
    public func close() { cluster.withLock { $0 = nil } }

    private func openCluster() throws(Failure) -> MockCluster {
        guard let cluster = cluster.withLock({ $0 }) else { throw Failure(.cancelled, "The demo broker is closed") }
        return cluster
    }
}

/// The mock cluster and the librdkafka instance that it lives in.
private final class MockCluster: Sendable {
    // librdkafka's calls may come from any thread, and both pointers live exactly as long as this object.
    nonisolated(unsafe) let handle: OpaquePointer
    nonisolated(unsafe) private let host: OpaquePointer
    private let log = KafkaLog()

    init() throws(Failure) {
        let conf = rd_kafka_conf_new()
        log.attach(to: conf)
        guard let host = rd_kafka_new(RD_KAFKA_PRODUCER, conf, nil, 0) else {
            rd_kafka_conf_destroy(conf)
            throw Failure(.unavailable, "The demo broker cannot start: librdkafka gets no thread")
        }
        guard let handle = rd_kafka_mock_cluster_new(host, 1) else {
            rd_kafka_destroy(host)
            throw Failure(.unavailable, "The demo broker cannot start: there is no free port on loopback")
        }
        self.host = host
        self.handle = handle
    }

    deinit {
        rd_kafka_mock_cluster_destroy(handle)
        rd_kafka_destroy(host)
    }

    func create(_ topic: TopicName, partitions: Int32) throws(Failure) {
        let code = rd_kafka_mock_topic_create(handle, topic.rawValue, max(1, partitions), 1)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            throw Failure(.usage, "The demo broker cannot make the topic \(topic): \(String(cString: rd_kafka_err2str(code)))")
        }
    }
}
