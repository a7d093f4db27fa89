import Testing

@testable import Engine

@Suite("The record that wrote a document", .timeLimit(.minutes(3))) struct RecordSearchTests {
    private static let routes: Pipeline.Routes = ["t": "playlist", "u": "playlist", "other": "chatroom"]

    private static func json(_ id: Int, _ name: String = "재즈") -> String { #"{"id":"\#(id)","name":"\#(name) \#(id)"}"# }

    private static func hit(_ source: String, id: DocumentID, createdAt: Timestamp? = nil) -> Hit {
        let fields = SourceFields(Array(source.utf8))
        return Hit(index: "playlist-1", id: id, source: Array(source.utf8), name: fields.name, createdAt: createdAt)
    }

    private static func search(
        _ broker: DemoBroker, _ hit: Hit, topics routes: Pipeline.Routes = routes
    ) async throws -> RecordSearch {
        let reader = RecordReader(try broker.configuration, routes: routes)
        return try await reader.writer(of: hit, DocumentKey(index: "playlist", id: hit.id)) { _ in }
    }

    @Test("is found in any partition of the topics that feed its index, the one that wrote what the index holds")
    func finds() async throws {
        let broker = try DemoBroker(topics: ["t", "u", "other"], partitions: 2)
        try await produce((0..<300).map { Self.json($0) }, to: "t", partition: 0, at: broker)
        try await produce(["no JSON", Self.json(7, "이전"), Self.json(7), Self.json(7, "다음")], to: "u", partition: 1, at: broker)
        try await produce([Self.json(999)], to: "other", at: broker)
        let last = try await Self.search(broker, Self.hit(Self.json(7, "다음"), id: "7"))
        #expect(last.isExact && last.record?.position == RecordPosition(TopicPartition("u", 1), 3))
        // Whoever indexed it has written the JSON anew.
        let rewritten = try await Self.search(broker, Self.hit(#"{ "name": "이전 7", "id": "7" }"#, id: "7"))
        #expect(rewritten.isExact && rewritten.record?.position == RecordPosition(TopicPartition("u", 1), 1))
        let missing = try await Self.search(broker, Self.hit(Self.json(999), id: "999"))
        #expect(missing.record == nil && missing.count == 304 && missing.topics == ["t", "u"])
    }

    @Test("is the newest that has its id where the index holds something else")
    func changed() async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce([Self.json(1), Self.json(7), Self.json(7, "다음"), Self.json(2)], to: "t", at: broker)
        let found = try await Self.search(broker, Self.hit(Self.json(7, "손으로"), id: "7"), topics: ["t": "playlist"])
        #expect(!found.isExact && found.record?.offset == 2 && found.count == 4)
    }

    @Test(
        "is looked for among the newest records where none is from the time of the document; a topic that is not there has none")
    func otherTime() async throws {
        let broker = try DemoBroker(topics: ["t"])
        try await produce([Self.json(7)], to: "t", at: broker)
        let routes: Pipeline.Routes = ["t": "playlist", "nowhere": "playlist"]
        let found = try await Self.search(
            broker, Self.hit(Self.json(7), id: "7", createdAt: .now.advanced(by: .seconds(86_400))), topics: routes)
        #expect(found.isExact && found.start == nil)
    }

    @Test("no topic feeds the index: that is said; called off, it is no broker that does not answer")
    func ends() async throws {
        let broker = try DemoBroker(topics: ["t"])
        let hit = Self.hit(Self.json(7), id: "7")
        let failure = await #expect(throws: Failure.self) { try await Self.search(broker, hit, topics: ["t": "chatroom"]) }
        #expect(failure?.kind == .usage && failure?.sentence.string.contains("--topic TOPIC:playlist") == true)
        let looking = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Self.search(broker, hit)
        }
        let ended = await #expect(throws: Failure.self) { try await looking.value }
        #expect(ended?.kind == .cancelled)
    }
}
