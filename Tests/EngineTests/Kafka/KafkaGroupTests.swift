import Testing

@testable import Engine

@Suite("Kafka consumer as a member of a group", .timeLimit(.minutes(3))) struct KafkaGroupTests {
    @Test("goes on where the member before it has committed")
    func commits() async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce(numbers(0..<10), to: "t", at: broker)
        let role = KafkaConsumer.Role.member(group: "g")
        var first = try ConsumerRun(broker.configuration, ["t"], role: role, start: .committed)
        #expect(try await first.poll { $0.records.count == 10 })
        #expect(first.troubles.isEmpty)
        try await first.consumer.commit([TopicPartition("t", 0): 7])
        await first.consumer.close()

        var second = try ConsumerRun(broker.configuration, ["t"], role: role, start: .committed)
        #expect(try await second.poll { !$0.ends.isEmpty })
        #expect(second.values == ["7", "8", "9"])
        await second.consumer.close()
    }

    @Test("shares the partitions with a second member, and nothing is lost")
    func rebalances() async throws {
        let broker = try DemoBroker(topics: ["t"], partitions: 4)
        for partition in 0..<Int32(4) {
            try await produce(numbers(0..<50).map { "\(partition)-\($0)" }, to: "t", partition: partition, at: broker)
        }
        let role = KafkaConsumer.Role.member(group: "g")
        var first = try ConsumerRun(broker.configuration, ["t"], role: role, start: .committed)
        #expect(try await first.poll { $0.records.count == 200 })
        try await first.consumer.commit(first.ends)

        var second = try ConsumerRun(broker.configuration, ["t"], role: role, start: .committed)
        let end = ContinuousClock.now + .seconds(30)
        while second.assigned.count != 2 || first.assigned.count != 2, ContinuousClock.now < end {
            try await first.step()
            try await second.step()
        }
        #expect(first.assigned.union(second.assigned).count == 4)
        #expect(first.events.contains { if case .revoked(let lost, false) = $0 { lost.count == 4 } else { false } })

        for partition in 0..<Int32(4) { try await produce(["new \(partition)"], to: "t", partition: partition, at: broker) }
        let seen = { (runs: [ConsumerRun]) in Set(runs.flatMap(\.values).filter { $0.hasPrefix("new") }) }
        while seen([first, second]).count < 4, ContinuousClock.now < end {
            try await first.step()
            try await second.step()
        }
        #expect(seen([first, second]) == Set((0..<4).map { "new \($0)" }))
        await first.consumer.close()
        await second.consumer.close()
    }
}
