import CRdKafka

/// An instance of librdkafka with its event queue. It is destroyed when the last reference goes, which may take a while.
final class KafkaClient: Sendable {
    enum Kind {
        /// Reads; `group` may be one that is never joined.
        case consumer(group: String)
        case producer
    }

    // librdkafka's calls may come from any thread, and both pointers live exactly as long as this object.
    nonisolated(unsafe) let handle: OpaquePointer
    nonisolated(unsafe) let queue: OpaquePointer
    let configuration: KafkaConfiguration
    private let log: KafkaLog

    init(_ configuration: KafkaConfiguration, kind: Kind) throws(Failure) {
        log = KafkaLog()
        self.configuration = configuration
        let conf = try configuration.librdkafkaConfiguration(for: kind)
        log.attach(to: conf)
        var text = [CChar](repeating: 0, count: 512)
        guard let handle = rd_kafka_new(kind.type, conf, &text, text.count) else {
            rd_kafka_conf_destroy(conf)
            var reason = configuration.redact(String(untilNul: text))
            // The library says no more than that of a file that it cannot use.
            if reason.contains(".location failed") { reason += "; check that the file is there, can be read and is PEM" }
            throw Failure(.configuration, "librdkafka does not accept its properties: \(reason)")
        }
        if case .consumer = kind { rd_kafka_poll_set_consumer(handle) }
        guard let queue = rd_kafka_queue_get_consumer(handle) ?? rd_kafka_queue_get_main(handle) else {
            rd_kafka_destroy(handle)
            throw Failure(.defect, "librdkafka gave no event queue")
        }
        self.handle = handle
        self.queue = queue
    }

    deinit {
        rd_kafka_queue_destroy(queue)
        // Who wants to leave the group has called close; without the flag this would do it again and could wait for brokers.
        rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// Ends the wait on the queue that is going on, or else the next one.
    func wake() { rd_kafka_queue_yield(queue) }

    /// What librdkafka logged last, without secrets.
    var logLines: [SafeText] { log.last.map { SafeText(configuration.redact($0)) } }

    /// Waits for an event; the caller destroys it.
    func nextEvent(within timeout: Duration) -> OpaquePointer? { rd_kafka_queue_poll(queue, timeout.wholeMilliseconds) }
}

extension KafkaClient.Kind {
    fileprivate var type: rd_kafka_type_t {
        switch self {
        case .consumer: RD_KAFKA_CONSUMER
        case .producer: RD_KAFKA_PRODUCER
        }
    }

    fileprivate var events: Int32 {
        switch self {
        case .consumer: RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_ERROR
        case .producer: RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR
        }
    }

    /// What holds unless the user says otherwise.
    fileprivate var defaults: [String: String] {
        let common = [
            "client.id": "kelp", "socket.keepalive.enable": "true", "message.max.bytes": "20000000",
            // Back within seconds when the brokers are.
            "reconnect.backoff.max.ms": "2000",
        ]
        guard case .consumer = self else { return common }
        return common.merging([
            // A member that was killed blocks its group for this long.
            "session.timeout.ms": "6000", "heartbeat.interval.ms": "2000",
            "partition.assignment.strategy": "range",
            "allow.auto.create.topics": "false",
            // A topic that is made later is seen within this time.
            "topic.metadata.refresh.interval.ms": "5000",
            // What is fetched ahead waits in memory.
            "queued.max.messages.kbytes": "16384",
            // What is asked for anew (another place, the end of an empty partition) waits until the fetch under way is answered.
            "fetch.wait.max.ms": "100",
            // After an error on one partition, a quick second attempt.
            "fetch.error.backoff.ms": "200",
        ]) { $1 }
    }

    /// What delivery stands on.
    fileprivate var fixed: [String: String] {
        guard case .consumer(let group) = self else { return [:] }
        return [
            "group.id": group, "enable.auto.commit": "false", "enable.auto.offset.store": "false",
            "enable.partition.eof": "true",
            // An offset that is gone is an event, so that nothing is skipped in silence.
            "auto.offset.reset": "error",
        ]
    }
}

extension KafkaConfiguration {
    fileprivate func librdkafkaConfiguration(for kind: KafkaClient.Kind) throws(Failure) -> OpaquePointer? {
        let conf = rd_kafka_conf_new()
        let given = kind.defaults.merging(properties) { $1 }
        let all = given.merging(kind.fixed) { $1 }.merging(["bootstrap.servers": brokers]) { $1 }
        do throws(Failure) {
            for (name, value) in all { try KafkaProperty.set(name, to: value, in: conf) }
        } catch {
            rd_kafka_conf_destroy(conf)
            throw error
        }
        rd_kafka_conf_set_events(conf, kind.events)
        return conf
    }
}
