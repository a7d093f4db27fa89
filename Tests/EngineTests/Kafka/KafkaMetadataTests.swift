import Testing

@testable import Engine

@Suite("Kafka metadata", .timeLimit(.minutes(3))) struct KafkaMetadataTests {
    @Test("lists topics and their first and next offsets")
    func lists() async throws {
        let broker = try DemoBroker(topics: ["b", "a"], partitions: 2)
        try await produce(numbers(0..<3), to: "a", partition: 1, at: broker)
        let metadata = try KafkaMetadata(configuration: broker.configuration)
        #expect(try await metadata.topics() == ["a", "b"])
        #expect(try await metadata.watermarks(of: "a") == [TopicPartition("a", 0): 0..<0, TopicPartition("a", 1): 0..<3])
        await metadata.close()
        await #expect(throws: Failure.self) { try await metadata.topics() }
    }

    @Test("says where the brokers are, and what a group has committed without joining it")
    func group() async throws {
        let broker = try DemoBroker(topics: ["t"], partitions: 2)
        let metadata = try KafkaMetadata(configuration: broker.configuration, group: "g")
        #expect(try await metadata.brokers().map(\.string) == [broker.brokers])
        #expect(try await metadata.committed(in: [TopicPartition("t", 0), TopicPartition("t", 1)]) == [:])
        await metadata.close()
        await #expect(throws: Failure.self) { try await metadata.committed(in: []) }
    }

    @Test("names the nearest topic for one that is not there, and does not make it")
    func nearest() async throws {
        let broker = try DemoBroker(topics: ["playlist_created", "other"])
        let metadata = try KafkaMetadata(configuration: broker.configuration)
        let failure = await #expect(throws: Failure.self) { try await metadata.watermarks(of: "playlst_created") }
        #expect(failure?.kind == .usage)
        #expect(failure?.description.contains("did you mean playlist_created?") == true)
        #expect(try await metadata.topics().count == 2)
        await metadata.close()
    }

    @Test("a record that can never be sent is refused at once")
    func refused() async throws {
        let broker = try DemoBroker(topics: ["t"])
        let producer = try KafkaProducer(configuration: broker.configuration)
        let failure = await #expect(throws: Failure.self) {
            try await producer.send(topic: "t", key: nil, value: [UInt8](repeating: 0, count: 30_000_000))
        }
        #expect(failure?.kind == .badData)
        await producer.close()
    }

    @Test("a record that was not delivered in its time is told of by the flush")
    func undelivered() async throws {
        let configuration = try KafkaConfiguration(brokers: "127.0.0.1:1", properties: ["message.timeout.ms": "200"])
        let producer = try KafkaProducer(configuration: configuration)
        try await producer.send(topic: "t", key: nil, value: [1])
        let failure = await #expect(throws: Failure.self) { try await producer.flush(timeout: .seconds(20)) }
        #expect(failure?.kind == .unavailable)
        #expect(failure?.description.contains("127.0.0.1:1") == true)
        #expect(await producer.acknowledged == 0)
        try await producer.flush(timeout: .seconds(20))
        await producer.close()
    }
}
