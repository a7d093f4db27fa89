import Foundation
import Testing

@testable import Console
@testable import Engine

private let environment = ProcessInfo.processInfo.environment

/// The console between a real Kafka and a real Elasticsearch, on a terminal that waits for what it should show.
@Suite(
    "Console on real servers",
    .enabled(if: environment["KAFKA_BROKERS"] != nil && environment["ELASTICSEARCH_URL"] != nil, "servers are missing"),
    .timeLimit(.minutes(2)))
struct ConsoleIntegrationTests {
    private let name = "kelptest" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private let thread = ConsoleThread()
    private var index: IndexName { IndexName(name) }
    private var topic: TopicName { TopicName(name) }

    private func kafka() throws -> KafkaConfiguration {
        try KafkaConfiguration(brokers: try #require(environment["KAFKA_BROKERS"]))
    }

    private func server() throws -> ElasticsearchIndex {
        try ElasticsearchIndex(ElasticsearchSettings(nodes: NodeAddress.list(try #require(environment["ELASTICSEARCH_URL"]))))
    }

    private func value(_ id: String, _ name: String) -> String {
        #"{"id":"\#(id)","name":"\#(name)","created_at":"2026-01-31T14:00:00Z"}"#
    }

    private func produce(_ id: String, _ name: String) async throws {
        let producer = try KafkaProducer(configuration: try kafka())
        try await producer.send(topic: topic, key: Array(id.utf8), value: Array(value(id, name).utf8))
        try await producer.flush(timeout: .seconds(30))
        await producer.close()
    }

    /// An index that shows what it has only when it is told to.
    private func make(_ server: ElasticsearchIndex) async throws {
        try await server.makeIfMissing(index, IndexMapping.documents)
        let settings = #"{"index":{"refresh_interval":"-1"}}"#
        _ = try await server.ask(NodeRequest(.put, "/" + name + "/_settings", json: Array(settings.utf8)))
    }

    private func refresh(_ server: ElasticsearchIndex) -> FakeTerminal.Step {
        let path = "/" + name + "/_refresh"
        return .act { Task { try await server.ask(NodeRequest(.post, path)) } }
    }

    private func setup(_ index: any SearchIndex, _ mode: Pipeline.Mode) throws -> ConsoleSetup {
        let kafka = try kafka()
        let (name, routes) = (self.index, [topic: self.index])
        return ConsoleSetup(profile: "test", index: name) { (_) async throws(Failure) -> Backend in
            let consumer = try KafkaConsumer(configuration: kafka, topics: Array(routes.keys), role: .browser)
            let feed = LiveFeed()
            let pipeline = Pipeline(source: consumer, index: index, routes: routes, mode: mode, feed: feed)
            return Backend(index: index, feed: feed, pipeline: pipeline, records: RecordReader(kafka)) { await consumer.close() }
        }
    }

    @Test("an event goes through all four stages on the screen, then to its document and back")
    func stages() async throws {
        let server = try server()
        try await make(server)
        try await produce("a", "비 오는 날 재즈")
        let gate = Gate()
        let held = HeldIndex(server, gate)
        let played = try await thread.play(
            setup(held, .index),
            [
                .until("→ sent    비 오는 날 재즈"), .act { Task { try await produce("b", "새벽 감성") } },
                .until("· seen    새벽 감성"), .act { Task { await gate.open() } }, .until("↓ indexed 비 오는 날 재즈"),
                .until("↓ indexed 새벽 감성"), .look, refresh(server), .untilGone("indexed 비"), .untilGone("indexed 새벽"),
                .until("▲ 2 new"), .type("."), .until("2 hits"), .until("searchable p50"), .type("2g"), .input(.key(.enter)),
                .until("Document  비 오는 날 재즈"), .type("e"), .until("Event  비 오는 날 재즈"), .look, .type("q1"),
                .type("e"), .until(" Event  "), .look, .type("qq"),
            ])
        _ = try? await server.ask(NodeRequest(.delete, "/" + name))
        await server.close()
        try #require(played.missing == nil, "\(played.missing ?? "")")
        #expect(!played.looks[0].contains("✓"))
        for step in ["seen", "sent         + ", "indexed      + ", "searchable   + ", "record       \(name)["] {
            #expect(played.looks[1].contains(step), "\(step)")
        }
        #expect(played.looks[2].contains("record       \(name)["))
    }

    @Test("a console that only browses sees when a search finds what others index, and seeks where it is told")
    func browses() async throws {
        let server = try server()
        try await make(server)
        try await produce("a", "비 오는 날 재즈")
        let source = Array(value("a", "비 오는 날 재즈").utf8)
        let document = try DocumentDecoder(idField: "id").decode(source, index: index, fallbackID: nil)
        _ = try await server.write(WriteBatch(operations: [.index(document)]))
        let played = try await thread.play(
            setup(server, .browse(from: .beginning)),
            [
                .until("· seen    비 오는 날 재즈"),
                .type("2"), .input(.key(.enter)), .until(" Document  "), .type("q"), refresh(server), .until("✓"), .look,
                .type(":seek end"), .input(.key(.enter)), .untilGone("비 오는 날"), .type(":seek begin"), .input(.key(.enter)),
                .until("비 오는 날 재즈"), .until("✓ found"), .type("q"),
            ])
        _ = try? await server.ask(NodeRequest(.delete, "/" + name))
        await server.close()
        try #require(played.missing == nil, "\(played.missing ?? "")")
    }
}

/// An index whose writes wait at a gate.
private struct HeldIndex: SearchIndex {
    private let index: ElasticsearchIndex
    private let gate: Gate

    init(_ index: ElasticsearchIndex, _ gate: Gate) { (self.index, self.gate) = (index, gate) }

    var backend: SafeText { index.backend }
    var isWritable: Bool { true }
    var showsWritesAtOnce: Bool { index.showsWritesAtOnce }

    func write(_ batch: WriteBatch) async throws(Failure) -> [WriteOutcome] {
        await gate.wait()
        return try await index.write(batch)
    }

    func search(_ request: SearchRequest) async throws(Failure) -> SearchResults { try await index.search(request) }
    func document(_ id: DocumentID, in name: IndexName) async throws(Failure) -> Hit? { try await index.document(id, in: name) }
    func indexes() async throws(Failure) -> [IndexSummary] { try await index.indexes() }
    func becomesSearchable(_ documents: [DocumentKey], within patience: Duration) async -> Bool {
        await index.becomesSearchable(documents, within: patience)
    }
    func searchable(_ ids: [DocumentID], in name: IndexName?) async throws(Failure) -> [Hit] {
        try await index.searchable(ids, in: name)
    }
    func positions() async throws(Failure) -> [TopicPartition: Offset]? { try await index.positions() }
    func deadLetters(before number: Int64?, limit: Int) async throws(Failure) -> [StoredDeadLetter] {
        try await index.deadLetters(before: number, limit: limit)
    }
    func drop(deadLetters numbers: [Int64]) async throws(Failure) { try await index.drop(deadLetters: numbers) }
    func deadLetterCount() async throws(Failure) -> Int { try await index.deadLetterCount() }
    func close() async { await index.close() }
}
