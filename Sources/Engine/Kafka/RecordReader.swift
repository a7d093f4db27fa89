/// Reads records again, each time by a consumer of its own that has no group and commits nothing.
public struct RecordReader: Sendable {
    /// How long to wait for the brokers.
    static let patience = Duration.seconds(10)

    let configuration: KafkaConfiguration
    let routes: Pipeline.Routes
    let idField: String

    /// Makes a reader; nothing is asked yet.
    /// - Parameters:
    ///   - routes: which topics feed which index.
    ///   - idField: the field that holds a document's id.
    public init(_ configuration: KafkaConfiguration, routes: Pipeline.Routes = [:], idField: String = "id") {
        self.configuration = configuration
        self.routes = routes
        self.idField = idField
    }

    /// The record of a place; `nil` where the topic holds it no more, or never did.
    ///
    /// - Throws: a failure of kind `.unavailable` if the brokers do not answer within 10 s, `.cancelled` if its task is called off.
    public func record(at position: RecordPosition) async throws(Failure) -> Record? {
        let consumer = try KafkaConsumer(configuration: configuration, topics: [position.partition.topic], role: .browser)
        return try await finally({ await consumer.close() }) { () async throws(Failure) in
            try await read(position, by: consumer)
        }
    }

    private func read(_ position: RecordPosition, by consumer: KafkaConsumer) async throws(Failure) -> Record? {
        let end = ContinuousClock.now + Self.patience
        var trouble: SafeText = "no broker has answered within 10 s"
        while ContinuousClock.now < end, !Task.isCancelled {
            let polled = try await consumer.poll(max: 1, timeout: .milliseconds(250))
            for event in polled.events {
                switch event {
                case .assigned(let partitions):
                    guard partitions.contains(position.partition) else { return nil }
                    let end = try await consumer.ends(of: [position.partition])[position.partition]
                    if let end, position.offset >= end { return nil }
                    try await consumer.assign([position.partition: .offset(position.offset)])
                case .unknownTopic: return nil
                case .reachedEnd(position.partition, next: _): return nil
                case .trouble(let reason): trouble = reason
                default: break
                }
            }
            // Where it was deleted or compacted, reading goes on with what comes after it.
            if let record = polled.records.first { return record.offset == position.offset ? record : nil }
        }
        if Task.isCancelled { throw Failure(.cancelled, "reading \(position) was called off") }
        throw Failure(.unavailable, "\(position) could not be read: \(trouble)")
    }
}
