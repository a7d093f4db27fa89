import Testing

@testable import Engine

@Suite("Kafka brokers that go away", .timeLimit(.minutes(3))) struct KafkaOutageTests {
    @Test(
        "are told of once, and the stream goes on when they are back",
        arguments: [KafkaConsumer.Role.browser, .member(group: "g")])
    func outage(role: KafkaConsumer.Role) async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce(["before"], to: "t", at: broker)
        var run = try ConsumerRun(broker.configuration, ["t"], role: role, start: .committed)
        #expect(try await run.poll { $0.values == ["before"] })
        #expect(run.troubles.isEmpty)
        try broker.setReachable(false)
        #expect(try await run.poll { !$0.troubles.isEmpty })
        #expect(run.troubles.first?.string.contains(broker.brokers) == true)
        try broker.setReachable(true)
        try await produce(["after"], to: "t", at: broker)
        #expect(try await run.poll { $0.values == ["before", "after"] && $0.events.contains(.recovered) })
        await run.consumer.close()
    }

    @Test("do not hold up the end of the program", arguments: [KafkaConsumer.Role.browser, .member(group: "g")])
    func closes(role: KafkaConsumer.Role) async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce(["x"], to: "t", at: broker)
        var run = try ConsumerRun(broker.configuration, ["t"], role: role, start: .committed)
        #expect(try await run.poll { $0.values == ["x"] })
        try broker.setReachable(false)
        #expect(try await run.poll { !$0.troubles.isEmpty })
        let start = ContinuousClock.now
        await run.consumer.close()
        // The product promises 3 s; the rest is for a busy machine.
        #expect(ContinuousClock.now - start < .seconds(6))
        await #expect(throws: Failure.self) { try await run.consumer.poll(max: 1, timeout: .zero) }
    }

    @Test("that were never there are one clear sentence, whoever asks")
    func absent() async throws {
        let configuration = try KafkaConfiguration(brokers: "127.0.0.1:1")
        var run = try ConsumerRun(configuration, ["t"], role: .browser, start: .end)
        #expect(try await run.poll { !$0.troubles.isEmpty })
        #expect(run.troubles.first?.string.contains("127.0.0.1:1") == true)
        let metadata = try KafkaMetadata(configuration: configuration)
        let failure = await #expect(throws: Failure.self) { try await metadata.topics() }
        #expect(failure?.kind == .unavailable)
        #expect(failure?.description.contains("127.0.0.1:1") == true)
        let producer = try KafkaProducer(configuration: configuration)
        try await producer.send(topic: "t", key: nil, value: [])
        let unsent = await #expect(throws: Failure.self) { try await producer.flush(timeout: .milliseconds(300)) }
        #expect(unsent?.kind == .unavailable)
        await run.consumer.close()
        await metadata.close()
        await producer.close()
    }

    @Test("leave a commit undone, and the caller knows")
    func commit() async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce(["x"], to: "t", at: broker)
        var run = try ConsumerRun(broker.configuration, ["t"], role: .member(group: "g"), start: .committed)
        #expect(try await run.poll { $0.values == ["x"] })
        try broker.setReachable(false)
        #expect(try await run.poll { !$0.troubles.isEmpty })
        let failure = await #expect(throws: Failure.self) { try await run.consumer.commit([TopicPartition("t", 0): 1]) }
        #expect(failure?.isWorthRetrying == true)
        await run.consumer.close()
    }
}
