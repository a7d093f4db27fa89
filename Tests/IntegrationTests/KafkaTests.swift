import Engine
import Foundation
import Testing

/// The pipeline between a real Kafka, which the environment names, and an embedded index.
@Suite(
    "Pipeline from a real Kafka", .enabled(if: ProcessInfo.processInfo.environment["KAFKA_BROKERS"] != nil),
    .timeLimit(.minutes(2)))
struct KafkaTests {
    private let topic = TopicName("kelptest-" + String(UInt64.random(in: 0...UInt64.max), radix: 36))
    private let index: IndexName = "playlist"

    private func kafka() throws -> KafkaConfiguration {
        try KafkaConfiguration(brokers: try #require(ProcessInfo.processInfo.environment["KAFKA_BROKERS"]))
    }

    @Test("indexes what is there, and nothing twice when it runs again")
    func untilEnd() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(topic.rawValue).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await produce(0..<500)
        #expect(try await indexed(in: folder, group: topic.rawValue) == 500)
        #expect(try await indexed(in: folder, group: topic.rawValue) == 0)
        try await produce(500..<510)
        #expect(try await indexed(in: folder, group: topic.rawValue) == 10)

        let found = try await search("민국", in: folder)
        #expect(found.total.value == 510)
    }

    @Test("an index that is new reads everything, whatever the group has committed for another one")
    func newIndex() async throws {
        let folders = ["a", "b"].map { FileManager.default.temporaryDirectory.appendingPathComponent(topic.rawValue + $0).path }
        defer { for folder in folders { try? FileManager.default.removeItem(atPath: folder) } }
        try await produce(0..<50)
        for folder in folders { #expect(try await indexed(in: folder, group: topic.rawValue) == 50) }
    }

    @Test("reads from a time on, as the broker keeps it")
    func seekByTime() async throws {
        try await produce(0..<20) { Timestamp(milliseconds: 1_700_000_000_000 + Int64($0) * 1000) }
        let consumer = try KafkaConsumer(configuration: try kafka(), topics: [topic], role: .browser)
        var offsets: [TopicPartition: [Int64]] = [:]
        var ends: Set<TopicPartition> = []
        var assigned: Set<TopicPartition> = []
        while assigned.isEmpty || ends != assigned {
            let polled = try await consumer.poll(max: 100, timeout: .seconds(1))
            for event in polled.events {
                switch event {
                case .assigned(let partitions):
                    assigned.formUnion(partitions)
                    let start = StartPosition.time(Timestamp(milliseconds: 1_700_000_015_000))
                    try await consumer.assign(Dictionary(uniqueKeysWithValues: partitions.map { ($0, start) }))
                case .reachedEnd(let partition, _): ends.insert(partition)
                default: break
                }
            }
            for record in polled.records { offsets[record.partition, default: []].append(record.offset.rawValue) }
        }
        #expect(offsets.values.map(\.count).reduce(0, +) == 5)
        await consumer.close()
    }

    private func produce(_ numbers: Range<Int>, at time: (Int) -> Timestamp? = { _ in nil }) async throws {
        let producer = try KafkaProducer(configuration: try kafka())
        for number in numbers {
            let json = #"{"id":"\#(number)","name":"대한민국 \#(number)","created_at":\#(1_700_000_000_000 + number)}"#
            try await producer.send(topic: topic, key: nil, value: Array(json.utf8), timestamp: time(number))
        }
        try await producer.flush(timeout: .seconds(20))
        await producer.close()
    }

    /// How many documents one run until the end indexes.
    private func indexed(in folder: String, group: String) async throws -> Int {
        let embedded = try await EmbeddedIndex.open(folder: folder, access: .writer)
        let consumer = try KafkaConsumer(configuration: try kafka(), topics: [topic], role: .member(group: group))
        let pipeline = Pipeline(source: consumer, index: embedded, routes: [topic: index], mode: .indexUntilEnd)
        try await pipeline.run()
        await embedded.close()
        return pipeline.status.indexed
    }

    private func search(_ text: String, in folder: String) async throws -> SearchResults {
        let embedded = try await EmbeddedIndex.open(folder: folder, access: .reader)
        let results = try await embedded.search(SearchRequest(indexes: [index], query: try QueryParser.parse(text)))
        await embedded.close()
        return results
    }
}
