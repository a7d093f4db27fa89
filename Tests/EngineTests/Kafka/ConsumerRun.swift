@testable import Engine

/// A consumer whose rebalances are answered at once, and all that it has told so far.
struct ConsumerRun {
    let consumer: KafkaConsumer
    var start: StartPosition
    var records: [Record] = []
    var events: [SourceEvent] = []
    var assigned: Set<TopicPartition> = []

    init(_ configuration: KafkaConfiguration, _ topics: [TopicName], role: KafkaConsumer.Role, start: StartPosition) throws {
        consumer = try KafkaConsumer(configuration: configuration, topics: topics, role: role)
        self.start = start
    }

    init(_ consumer: KafkaConsumer) { (self.consumer, start) = (consumer, .beginning) }

    var values: [String] { records.map { String(decoding: $0.value ?? [], as: UTF8.self) } }

    /// Polls once and answers.
    mutating func step() async throws {
        let polled = try await consumer.poll(max: 10_000, timeout: .milliseconds(100))
        records += polled.records
        events += polled.events
        for event in polled.events {
            switch event {
            case .assigned(let partitions):
                assigned.formUnion(partitions)
                try await consumer.assign(Dictionary(uniqueKeysWithValues: partitions.map { ($0, start) }))
            case .revoked:
                assigned = []
                try await consumer.unassign()
            default: break
            }
        }
    }

    /// Polls until the condition holds; `false` if it does not within a minute.
    mutating func poll(until isDone: (ConsumerRun) -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if isDone(self) { return true }
            try await step()
        }
        return isDone(self)
    }

    var ends: [TopicPartition: Offset] {
        events.reduce(into: [:]) { if case .reachedEnd(let partition, let next) = $1 { $0[partition] = next } }
    }

    var troubles: [SafeText] {
        events.compactMap { if case .trouble(let sentence) = $0 { sentence } else { nil } }
    }
}

/// Produces texts as values, and waits until they are acknowledged.
func produce(_ values: [String], to topic: TopicName, partition: Int32? = 0, at broker: DemoBroker) async throws {
    let producer = try KafkaProducer(configuration: broker.configuration)
    for value in values { try await producer.send(topic: topic, partition: partition, key: nil, value: Array(value.utf8)) }
    try await producer.flush(timeout: .seconds(20))
    await producer.close()
}

/// `0`, `1`, … as values of records.
func numbers(_ range: Range<Int>) -> [String] { range.map { String($0) } }
