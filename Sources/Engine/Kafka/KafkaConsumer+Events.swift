import CRdKafka

extension KafkaConsumer {
    /// Turns what librdkafka reports into events for the caller.
    func handle(_ event: OpaquePointer, of client: KafkaClient) {
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_REBALANCE: noteRebalance(event, of: client)
        case RD_KAFKA_EVENT_ERROR: noteError(event)
        default: break
        }
    }

    private func noteRebalance(_ event: OpaquePointer, of client: KafkaClient) {
        isRevoking = rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS
        let partitions = entries(rd_kafka_event_topic_partition_list(event)).map { TopicPartition($0) }.sorted()
        switch rd_kafka_event_error(event) {
        case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS:
            recover()
            pending.append(.assigned(partitions))
        case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS:
            pending.append(.revoked(partitions, isLost: rd_kafka_assignment_lost(client.handle) == 1))
        default:
            // librdkafka waits for an answer after a failed rebalance too.
            rd_kafka_assign(client.handle, nil)
            tell("The consumer group could not be joined (\(reason(of: event))); it is tried again")
        }
    }

    private func noteError(_ event: OpaquePointer) {
        let code = rd_kafka_event_error(event)
        switch code {
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            noteEnd(event)
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
            noteGone(event)
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__RESOLVE, RD_KAFKA_RESP_ERR__TIMED_OUT,
            RD_KAFKA_RESP_ERR__BAD_MSG:
            // One broker of several may go unnoticed; that all are gone is told after it.
            lastCause = trouble.sentence(code, reason: reason(of: event))
        case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
            tell(lastCause ?? trouble.sentence(code, reason: reason(of: event)))
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR__SSL, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
            let sentence = trouble.sentence(code, reason: reason(of: event))
            lastCause = sentence
            tell(sentence)
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
            // librdkafka looks for the coordinator of a browser's group too, which nobody needs.
            if case .member = role { tell(trouble.sentence(code, reason: reason(of: event))) }
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
            break  // found by the watch, which knows the topic's name
        default:
            tell(trouble.sentence(code, reason: reason(of: event)))
        }
    }

    private func noteEnd(_ event: OpaquePointer) {
        guard let (partition, offset) = place(of: event) else { return }
        recover()
        positions[partition] = offset
        pending.append(.reachedEnd(partition, next: Offset(offset)))
    }

    /// The offset to read next does not exist: it is read on from the oldest record, and said if records may have been missed.
    private func noteGone(_ event: OpaquePointer) {
        guard let (partition, _) = place(of: event) else { return }
        let start = starts[partition]
        gone.insert(partition)
        // That the last thousand records are fewer is no surprise.
        if case .tail = start, positions[partition] == nil { return }
        tell(
            "The offset to read next in \(partition) does not exist any more; Kelp reads on from the oldest record, and some may be missed"
        )
    }

    /// Takes in what the brokers say of the topics, and says how long to wait before asking again.
    func note(_ view: ClusterView?) -> Duration {
        guard let view else {
            if toldTrouble == nil { tell(lastCause ?? trouble.silence(after: TopicWatch.timeout)) }
            return .seconds(1)
        }
        let missing = Set(topics.filter { view.topics[$0] == nil })
        pending += missing.subtracting(unknownTopics).sorted().map { .unknownTopic($0) }
        unknownTopics = missing
        if role == .browser { discover(view) }
        noteBrokers(view)
        let leaderless = view.topics.flatMap { name, topic in topic.leaderless.map { TopicPartition(name, $0) } }.min()
        if let partition = leaderless {
            tell("The broker that holds \(partition) is down; its records come when it is back")
            return .seconds(1)
        }
        recover()
        return missing.isEmpty && toldAway == nil ? .seconds(5) : .seconds(2)
    }

    /// Tells which brokers are away that were up once and should hold records of these topics, while others go on.
    private func noteBrokers(_ view: ClusterView) {
        // One that is to hold nothing any more was taken out of the cluster.
        let needed = view.topics.values.reduce(into: Set<Int32>()) { $0.formUnion($1.replicas) }
        knownBrokers = knownBrokers.filter { needed.contains($0.key) }.merging(view.brokers) { $1 }
        let away = knownBrokers.filter { view.brokers[$0.key] == nil }.map(\.value).sorted()
        let verb: SafeText = away.count == 1 ? "is" : "are"
        let notice: SafeText? =
            away.isEmpty
            ? nil
            : "\(away.count) of \(knownBrokers.count) Kafka brokers \(verb) away: \(away.joined(separator: ", ")); the others go on"
        guard notice != toldAway else { return }
        toldAway = notice
        pending.append(.notice(notice))
    }

    /// A browser finds its partitions by itself.
    private func discover(_ view: ClusterView) {
        let partitions = view.topics.filter { topics.contains($0.key) }.flatMap { name, topic in
            topic.partitions.map { TopicPartition(name, $0) }
        }
        let new = Set(partitions).subtracting(knownPartitions)
        knownPartitions.formUnion(new)
        if !new.isEmpty { pending.append(.assigned(new.sorted())) }
    }

    /// Reports trouble, unless it is what was reported last.
    func tell(_ sentence: SafeText) {
        guard sentence != toldTrouble else { return }
        toldTrouble = sentence
        pending.append(.trouble(sentence))
    }

    /// Reports that the trouble is over, if there was any.
    func recover() {
        guard toldTrouble != nil else { return }
        toldTrouble = nil
        lastCause = nil
        pending.append(.recovered)
    }

    private func reason(of event: OpaquePointer) -> String {
        trouble.configuration.redact(rd_kafka_event_error_string(event).map { String(cString: $0) } ?? "no reason given")
    }

    private func place(of event: OpaquePointer) -> (TopicPartition, Int64)? {
        guard let entry = rd_kafka_event_topic_partition(event) else { return nil }
        defer { rd_kafka_topic_partition_destroy(entry) }
        return (TopicPartition(entry.pointee), entry.pointee.offset)
    }
}
