import Testing

@testable import Engine

@Suite("Dialect") struct DialectTests {
    @Test(
        "tells products and versions apart by their greeting",
        arguments: [
            (Script.greeting("7.9.3"), "elasticsearch 7.9", .missing, nil),
            (Script.greeting("7.10.2"), "elasticsearch 7.10", .elasticsearch, nil),
            (Script.greeting("7.17.0"), "elasticsearch 7.17", .elasticsearch, "_shard_doc"),
            (Script.greeting("8.19.9"), "elasticsearch 8.19", .elasticsearch, "_shard_doc"),
            (Script.greeting("9.1.0-SNAPSHOT"), "elasticsearch 9.1", .elasticsearch, "_shard_doc"),
            (openSearch("1.3.20"), "opensearch 1.3", .missing, nil),
            (openSearch("2.3.0"), "opensearch 2.3", .missing, nil),
            (Script.openSearch2, "opensearch 2.19", .openSearch, nil),
            (openSearch("3.0.0"), "opensearch 3.0", .openSearch, nil),
            ("{\"version\": {\"number\": \"1.0\", \"distribution\": \"else\"}}", "unknown index", .missing, nil),
            ("<html>", "unknown index", .missing, nil), ("", "unknown index", .missing, nil),
            ("[]", "unknown index", .missing, nil),
        ] as [(String, String, Dialect.PointInTime, String?)])
    func greets(greeting: String, name: String, pointInTime: Dialect.PointInTime, tiebreaker: String?) {
        let dialect = Dialect(greeting: Array(greeting.utf8))
        #expect(dialect.name.string == name)
        #expect(dialect.pointInTime == pointInTime)
        #expect(dialect.tiebreaker == tiebreaker)
        #expect((dialect.notice == nil) == (dialect.product != .unknown))
    }

    @Test(
        "a node is told not to ask the one that leads where it would, and where it understands that",
        arguments: [
            (Script.greeting("7.0.0"), true), (Script.greeting("8.19.9"), true), (Script.greeting("9.0.8"), true),
            (Script.greeting("9.1.0"), false), (Script.greeting("10.0.0"), false), (openSearch("1.0.0"), true),
            (openSearch("3.2.0"), true), ("[]", false),
        ])
    func leader(greeting: String, asksLeader: Bool) {
        #expect(Dialect(greeting: Array(greeting.utf8)).asksLeader == asksLeader)
    }

    @Test(
        "names are resolved where that is known",
        arguments: [
            (Script.greeting("7.8.1"), false), (Script.greeting("7.9.0"), true), (Script.greeting("9.1.0"), true),
            (openSearch("1.0.0"), true), ("[]", false),
        ])
    func names(greeting: String, resolvesNames: Bool) {
        #expect(Dialect(greeting: Array(greeting.utf8)).resolvesNames == resolvesNames)
    }

    private static func openSearch(_ version: String) -> String {
        "{\"version\": {\"distribution\": \"opensearch\", \"number\": \"\(version)\"}}"
    }
}

@Suite("Round intervals") struct RoundIntervalTests {
    @Test(
        "are the shortest of which so many cover the span",
        arguments: [
            (0, 10, 1_000), (9_000, 10, 2_000), (60_000, 61, 2_000), (3_599_000, 61, 60_000), (47 * 3_600_000, 9, 21_600_000),
            (3_650 * 86_400_000, 11, 365 * 86_400_000), (36_500 * 86_400_000, 11, 3_650 * 86_400_000),
        ] as [(Int, Int, Int64)])
    func round(span: Int, count: Int, interval: Int64) {
        #expect(roundInterval(covering: Double(span), count: count) == interval)
    }
}

@Suite("Index mapping") struct IndexMappingTests {
    @Test("what the program holds is what stands in the assets", arguments: ["documents", "dead-letters"])
    func same(name: String) throws {
        let path = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let asset = try Script.file("/\(path)/assets/mappings/\(name).json")
        #expect((name == "documents" ? IndexMapping.documents : IndexMapping.deadLetters) + "\n" == asset)
        #expect(JSONScanner.all(of: Array(asset.utf8)).problem == nil)
    }

    @Test("reads the fields of every index, at any depth")
    func fields() throws {
        let mapping = """
            {"a": {"mappings": {"dynamic": "false", "properties": {"name": {"type": "text", "fields": {"keyword": {"type": "keyword"}}},
            "owner": {"properties": {"type": {"type": "text"}, "age": {"type": "long"}}}}}}, "b": {"mappings": {}}}
            """
        let fields = try IndexFields.read(Array(mapping.utf8))
        #expect(
            fields["a"]?.fields.mapValues(\.type)
                == ["name": "text", "name.keyword": "keyword", "owner": "object", "owner.type": "text", "owner.age": "long"])
        #expect(fields["a"]?.textFields == ["name", "owner.type"])
        #expect(fields["b"]?.fields == [:])
    }

    @Test("knows which texts are cut into Kelp's tokens")
    func analysis() throws {
        let analyzers = """
            {"default": {"type": "english"}, "own": {"type": "cjk", "stopwords": "_none_"}, "mine": {"tokenizer": "standard"}}
            """
        let mapping = """
            {"a": {"settings": {"index": {"analysis": {"analyzer": \(analyzers)}}}, "mappings": {"properties": {
                "d": {"type": "text"}, "o": {"type": "text", "analyzer": "own"}, "m": {"type": "text", "analyzer": "mine"},
                "s": {"type": "text", "analyzer": "own", "search_analyzer": "standard"},
                "n": {"type": "text", "analyzer": "standard"}}}},
            "b": {"mappings": {"properties": {"d": {"type": "text"}}}}}
            """
        let fields = try IndexFields.read(Array(mapping.utf8))
        let found = try #require(fields["a"]).fields.mapValues(\.analysis)
        #expect(found == ["d": .foreign, "o": .own, "m": .foreign, "s": .foreign, "n": .standard])
        #expect(fields["b"]?["d"]?.analysis == .standard)
    }
}
