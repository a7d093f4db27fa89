import Testing

@testable import Engine

@Suite("Records read again", .timeLimit(.minutes(3))) struct RecordReaderTests {
    @Test("one record by its place; what is not there is nothing")
    func reads() async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce(numbers(0..<10), to: "t", at: broker)
        let reader = RecordReader(try broker.configuration)
        let places: [(TopicPartition, Offset, String?)] = [
            (TopicPartition("t", 0), 4, "4"), (TopicPartition("t", 0), 9, "9"), (TopicPartition("t", 0), 10, nil),
            (TopicPartition("t", 99), 0, nil), (TopicPartition("nowhere", 0), 0, nil),
        ]
        for (partition, offset, value) in places {
            let record = try await reader.record(at: RecordPosition(partition, offset))
            #expect(record?.value == value.map { Array($0.utf8) })
        }
    }

    @Test("one that is called off is no broker that does not answer")
    func cancels() async throws {
        let broker = try DemoBroker(topics: ["t"])
        let reader = RecordReader(try broker.configuration)
        let reading = Task {
            // Before it begins: from outside, it may have ended already.
            withUnsafeCurrentTask { $0?.cancel() }
            return try await reader.record(at: RecordPosition(TopicPartition("t", 0), 0))
        }
        let failure = await #expect(throws: Failure.self) { try await reading.value }
        #expect(failure?.kind == .cancelled)
    }
}
