import Conformance
import Foundation
import Testing

@testable import Engine

private let brokers = ProcessInfo.processInfo.environment["KAFKA_BROKERS"]

@Suite("Pipeline between real servers", .enabled(if: brokers != nil, "there is no Kafka")) struct PipelineTests {
    private func produce(_ ids: Range<Int>, to topic: TopicName, _ kafka: KafkaConfiguration) async throws {
        let producer = try KafkaProducer(configuration: kafka)
        for id in ids {
            let json = #"{"id":"\#(id)","name":"비 오는 날 재즈 \#(id)","popularity":\#(id)}"#
            try await producer.send(topic: topic, key: Array("\(id)".utf8), value: Array((id == 3 ? "broken" : json).utf8))
        }
        try await producer.flush(timeout: .seconds(30))
        await producer.close()
    }

    private func index(_ topic: TopicName, _ target: ElasticsearchIndex, _ name: IndexName) async throws -> PipelineStatus {
        let kafka = try KafkaConfiguration(brokers: try #require(brokers))
        let consumer = try KafkaConsumer(
            configuration: kafka, topics: [topic], role: .member(group: "kelp-" + topic.rawValue))
        let pipeline = Pipeline(source: consumer, index: target, routes: [topic: name], mode: .indexUntilEnd)
        try await pipeline.run()
        return pipeline.status
    }

    @Test("indexes a topic once, goes on where the group was, and keeps what it refused", arguments: ElasticsearchServer.running)
    func goesOn(server: ElasticsearchServer) async throws {
        let kafka = try KafkaConfiguration(brokers: try #require(brokers))
        try await server.withBench { bench, target in
            let topic = TopicName(bench.name.rawValue)
            try await produce(0..<500, to: topic, kafka)
            let first = try await index(topic, target, bench.name)
            #expect(first.indexed == 499 && first.rejected == 1)
            try await produce(500..<510, to: topic, kafka)
            let second = try await index(topic, target, bench.name)
            #expect(second.recordsRead == 10 && second.indexed == 10)
            try await bench.finds(["509", "508"], .term(Query.Term("재즈")), sort: .popularity, size: 2)
            let letters = try await target.deadLetters(limit: 1000).filter { $0.letter.index == bench.name }
            #expect(letters.map(\.letter.payload) == [Array("broken".utf8)])
        }
    }
}
