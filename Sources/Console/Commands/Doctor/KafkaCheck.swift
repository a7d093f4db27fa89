import Engine

/// Brokers, login, topics and the consumer group.
struct KafkaCheck: Sendable {
    private static let subject: SafeText = "kafka"

    let configuration: Configuration

    var check: Examination.Check {
        Examination.Check(subject: Self.subject) { _, tell in
            do throws(Failure) {
                guard let kafka = try configuration.kafkaConfiguration() else {
                    return tell(
                        .good(Self.subject, "no brokers are named, so there are no live events: --brokers HOST:PORT names them"))
                }
                tell(.good(Self.subject, "librdkafka \(KafkaConfiguration.libraryVersion)"))
                let metadata = try KafkaMetadata(configuration: kafka, group: configuration.group)
                try await finally({ await metadata.close() }) { () async throws(Failure) in
                    try await examine(metadata, kafka, tell)
                }
            } catch {
                tell(.bad(Self.subject, error))
            }
        }
    }

    private func examine(
        _ metadata: KafkaMetadata, _ kafka: KafkaConfiguration, _ tell: Examination.Tell
    ) async throws(Failure) {
        let brokers = try await metadata.brokers()
        let places = brokers.joined(separator: ", ")
        tell(.good(Self.subject, "\(kafka.brokers) answers (\(kafka.security)); the brokers are at \(places)"))
        // It did log in, so these brokers are older; the next ones will not be.
        if let warning = kafka.scramWarning { tell(.warning(Self.subject, warning)) }
        let topics = try await metadata.topics()
        var partitions: [TopicPartition] = []
        for topic in configuration.topics {
            guard topics.contains(topic) else {
                tell(missing(topic, among: topics))
                continue
            }
            let watermarks = try await metadata.watermarks(of: topic)
            partitions += watermarks.keys
            let records = watermarks.values.reduce(0) { $0 + $1.count }
            tell(.good(Self.subject, "topic \(topic): \(watermarks.count) partitions, \(records) records"))
        }
        guard !partitions.isEmpty else { return }
        let committed = try await metadata.committed(in: partitions.sorted())
        let state: SafeText = committed.isEmpty ? "has committed nothing yet" : "has committed in \(committed.count) partitions"
        tell(.good(Self.subject, "group \(configuration.group) \(state)"))
    }

    private func missing(_ topic: TopicName, among topics: [TopicName]) -> Finding {
        let nearest = nearestNames(to: topic.rawValue, in: topics.map(\.rawValue)).first
        return .warning(
            Self.subject,
            "there is no topic \(topic)" + (nearest.map { ": did you mean \($0)?" } ?? " yet: it is read once somebody makes it"))
    }
}
