import Testing

@testable import Engine

@Suite("Kafka consumer as a browser", .timeLimit(.minutes(3))) struct KafkaConsumerTests {
    static let hostile: [UInt8] = [0x00, 0xFF, 0xC0, 0x80, 0x1B, 0x5D, 0x0D, 0x9B]

    @Test("brings every byte of key, value and headers, and tells null from empty")
    func roundTrip() async throws {
        let broker = try DemoBroker(topics: ["t"])
        let producer = try KafkaProducer(configuration: broker.configuration)
        let headers = [
            Record.Header(name: Array("a".utf8), value: Self.hostile), Record.Header(name: Array("a".utf8), value: nil),
            Record.Header(name: [0xFF, 0x1B], value: []),
        ]
        let time = Timestamp(milliseconds: 1_700_000_000_123)
        try await producer.send(topic: "t", key: Self.hostile, value: Self.hostile, headers: headers, timestamp: time)
        try await producer.send(topic: "t", key: nil, value: nil, timestamp: time)
        try await producer.send(topic: "t", key: [], value: [], timestamp: time)
        try await producer.flush(timeout: .seconds(20))
        #expect(await producer.acknowledged == 3)

        var run = try ConsumerRun(broker.configuration, ["t"], role: .browser, start: .beginning)
        #expect(try await run.poll { $0.records.count == 3 })
        let partition = TopicPartition("t", 0)
        #expect(
            run.records == [
                Record(
                    partition: partition, offset: 0, timestamp: time, key: Self.hostile, value: Self.hostile, headers: headers),
                Record(partition: partition, offset: 1, timestamp: time, key: nil, value: nil),
                Record(partition: partition, offset: 2, timestamp: time, key: [], value: []),
            ])
        await run.consumer.close()
        await producer.close()
    }

    @Test(
        "starts where it is told, and says when it has reached the end",
        arguments: [
            (StartPosition.beginning, 0..<10), (.end, 10..<10), (.tail(3), 7..<10), (.tail(0), 10..<10), (.tail(99), 0..<10),
            (.offset(4), 4..<10), (.committed, 0..<10),
        ])
    func starts(start: StartPosition, expected: Range<Int>) async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce(numbers(0..<10), to: "t", at: broker)
        var run = try ConsumerRun(broker.configuration, ["t"], role: .browser, start: start)
        #expect(try await run.poll { $0.ends[TopicPartition("t", 0)] == 10 })
        #expect(run.values == numbers(expected))
        #expect(run.troubles.isEmpty)
        try await produce(["new"], to: "t", at: broker)
        #expect(try await run.poll { $0.values.last == "new" })
        await run.consumer.close()
    }

    @Test("seeks while it runs")
    func seeks() async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce(numbers(0..<10), to: "t", at: broker)
        var run = try ConsumerRun(broker.configuration, ["t"], role: .browser, start: .beginning)
        #expect(try await run.poll { $0.records.count == 10 })
        try await run.consumer.assign([TopicPartition("t", 0): .offset(8)])
        #expect(try await run.poll { $0.records.count == 12 })
        #expect(run.values == numbers(0..<10) + ["8", "9"])
        await run.consumer.close()
    }

    @Test("loses and repeats nothing over a pause")
    func pauses() async throws {
        let broker = try DemoBroker(topics: ["t"], partitions: 2)
        try await produce(numbers(0..<500), to: "t", partition: 0, at: broker)
        try await produce(["other"], to: "t", partition: 1, at: broker)
        var run = try ConsumerRun(broker.configuration, ["t"], role: .browser, start: .beginning)
        let (paused, other) = (TopicPartition("t", 0), TopicPartition("t", 1))
        _ = try await run.poll { $0.assigned.count == 2 }
        while !run.records.contains(where: { $0.partition == paused }) {
            let polled = try await run.consumer.poll(max: 7, timeout: .milliseconds(100))
            run.records += polled.records
        }
        try await run.consumer.pause([paused])
        let before = run.records.count { $0.partition == paused }
        try await produce(["more"], to: "t", partition: 1, at: broker)
        #expect(try await run.poll { $0.records.count { $0.partition == other } == 2 })
        #expect(run.records.count { $0.partition == paused } == before)
        try await run.consumer.resume([paused])
        #expect(try await run.poll { $0.ends[paused] == 500 })
        #expect(run.records.filter { $0.partition == paused }.map(\.offset.rawValue) == Array(0..<500))
        await run.consumer.close()
    }

    @Test("goes on from the oldest record, and says so, where the next offset is gone")
    func outOfRange() async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce(numbers(0..<10), to: "t", at: broker)
        var run = try ConsumerRun(broker.configuration, ["t"], role: .browser, start: .offset(5_000))
        #expect(try await run.poll { $0.records.count == 10 && $0.events.contains(.recovered) })
        #expect(run.troubles.count == 1)
        #expect(run.troubles.first?.string.contains("t[0]") == true)
        await run.consumer.close()
    }

    @Test("names a topic that does not exist once, and reads it when it does")
    func unknownTopic() async throws {
        // The mock makes every topic that it is asked about, so what a real broker would say is told by hand.
        let consumer = try KafkaConsumer(
            configuration: KafkaConfiguration(brokers: "127.0.0.1:1"), topics: ["t", "later"], role: .browser)
        var view = ClusterView(topics: ["t": .init(partitions: [0]), "not ours": .init(partitions: [0])])
        _ = await consumer.note(view)
        _ = await consumer.note(view)
        #expect(await consumer.takePending() == [.unknownTopic("later"), .assigned([TopicPartition("t", 0)])])
        view.topics["later"] = .init(partitions: [0, 1])
        _ = await consumer.note(view)
        #expect(await consumer.takePending() == [.assigned([TopicPartition("later", 0), TopicPartition("later", 1)])])
        view.topics["t"] = .init(partitions: [0], leaderless: [0])
        _ = await consumer.note(view)
        view.topics["t"] = .init(partitions: [0])
        _ = await consumer.note(view)
        let events = await consumer.takePending()
        #expect(events.count == 2 && events.last == .recovered)
        await consumer.close()
    }

    @Test("tells of a broker that is away until it is back, or holds no copy of a partition any more")
    func brokers() async throws {
        let consumer = try KafkaConsumer(
            configuration: KafkaConfiguration(brokers: "127.0.0.1:1"), topics: ["t"], role: .member(group: "g"))
        func told(up: [Int32], replicas: Set<Int32>) async -> [SourceEvent] {
            let brokers = up.map { ($0, "b\($0):9092") }
            _ = await consumer.note(
                ClusterView(
                    topics: ["t": .init(partitions: [0], replicas: replicas)], brokers: Dictionary(uniqueKeysWithValues: brokers))
            )
            return await consumer.takePending()
        }
        let away = SourceEvent.notice("1 of 2 Kafka brokers is away: b2:9092; the others go on")
        #expect(await told(up: [1, 2], replicas: [1, 2]) == [])
        #expect(await told(up: [1], replicas: [1, 2]) == [away])
        #expect(await told(up: [1, 2], replicas: [1, 2]) == [.notice(nil)])
        #expect(await told(up: [1], replicas: [1, 2]) == [away])
        #expect(await told(up: [1], replicas: [1]) == [.notice(nil)])
        await consumer.close()
    }

    @Test("reads a topic whose name is made of control characters")
    func oddName() async throws {
        let name = TopicName("\u{1B}]0;x\u{7}\u{202E}\r")
        let broker = try DemoBroker(topics: [name])
        try await produce(["x"], to: name, at: broker)
        var run = try ConsumerRun(broker.configuration, [name], role: .browser, start: .beginning)
        #expect(try await run.poll { $0.values == ["x"] })
        #expect(run.records.first?.partition.topic == name)
        await run.consumer.close()
    }

    @Test("brings a record of 10 MB")
    func large() async throws {
        let broker = try DemoBroker(topics: ["t"])
        let producer = try KafkaProducer(configuration: broker.configuration)
        let value = (0..<10_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await producer.send(topic: "t", key: nil, value: value)
        try await producer.flush(timeout: .seconds(20))
        var run = try ConsumerRun(broker.configuration, ["t"], role: .browser, start: .beginning)
        #expect(try await run.poll { $0.records.count == 1 })
        #expect(run.records.first?.value == value)
        await run.consumer.close()
        await producer.close()
    }

    @Test("tells how much is still to be read, and that nothing is in the end")
    func lag() async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce(numbers(0..<100), to: "t", at: broker)
        var run = try ConsumerRun(broker.configuration, ["t"], role: .browser, start: .beginning)
        #expect(try await run.poll { $0.events.contains(.lag([TopicPartition("t", 0): 0])) })
        await run.consumer.close()
    }

    @Test("ends a long poll when its task is cancelled or another call comes")
    func wakes() async throws {
        let broker = try DemoBroker(topics: ["t"])
        var run = try ConsumerRun(broker.configuration, ["t"], role: .browser, start: .beginning)
        #expect(try await run.poll { !$0.ends.isEmpty })
        let consumer = run.consumer
        // Were it not woken, the test would run into its time limit.
        let cancelled = Task { try await consumer.poll(max: 1, timeout: .seconds(1000)) }
        cancelled.cancel()
        _ = try await cancelled.value
        let interrupted = Task { try await consumer.poll(max: 1, timeout: .seconds(1000)) }
        try await consumer.pause([TopicPartition("t", 0)])
        await consumer.close()
        _ = await interrupted.result
    }
}
