import Conformance
import Testing

@testable import Engine

@Suite("One query, one meaning", .serialized) struct MeaningTests {
    /// A document that has a value in every field, so that their types do not depend on which document comes first.
    private static let kinds = """
        {"name": "x", "description": "x", "created_at": 0, "popularity": 0, "genre": "x", "tags": ["x"], "live": true, "size": 1,
        "price": 1.5, "sizes": [1], "owner": {"city": "x", "age": 1}, "shelves": [{"city": "x", "rows": [{"height": 1}]}],
        "title": "x", "제목": "x", "a": {"b": "x"}}
        """

    private static func fill(
        _ index: ElasticsearchIndex, _ bench: ConformanceBench, _ documents: [Document]
    ) async throws {
        let kinds = try DocumentDecoder().decode(Array(kinds.utf8), index: bench.name, fallbackID: "kinds")
        #expect(try await index.write(WriteBatch(operations: [.index(kinds)])) == [.done])
        let batch = WriteBatch(operations: documents.map { .index($0) } + [.delete("kinds", bench.name)])
        #expect(try await index.write(batch).allSatisfy { $0 == .done })
        _ = try await index.ask(NodeRequest(.post, "/\(bench.name.rawValue)/_refresh"))
    }

    /// Which documents the queries find there but not by themselves, or the other way round.
    private static func disagreements(
        _ index: ElasticsearchIndex, _ name: IndexName, _ documents: [Document], _ queries: [String: Query]
    ) async throws -> [String] {
        let texts = queries.keys.sorted()
        return try await withThrowingTaskGroup(of: [String].self) { group in
            for first in 0..<4 {
                group.addTask {
                    var found: [String] = []
                    for number in stride(from: first, to: texts.count, by: 4) {
                        guard let query = queries[texts[number]] else { continue }
                        let request = SearchRequest(indexes: [name], query: query, size: 10_000)
                        let results: SearchResults
                        do {
                            results = try await index.search(request)
                        } catch let failure as Failure {
                            found.append("\(texts[number]): \(failure)")
                            continue
                        }
                        let ids = Set(results.hits.map(\.id))
                        let matcher = LiveMatcher(query)
                        for document in documents where matcher.matches(document) != ids.contains(document.id) {
                            // There two texts that follow each other are one to all but a server.
                            if document.name ?? document.description == nil, query.hasPhrase { continue }
                            let says = ids.contains(document.id) ? "is found by" : "is not found by"
                            found.append("\(String(decoding: document.source, as: UTF8.self)) \(says) \(texts[number])")
                        }
                        if let notice = results.notice { found.append("\(texts[number]): \(notice)") }
                    }
                    return found
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    @Test("the table of cases holds on the server, each query for every document", arguments: ElasticsearchServer.running)
    func table(server: ElasticsearchServer) async throws {
        try await server.withBench { bench, index in
            let documents = try MatchCase.documents(in: bench.name)
            try await MeaningTests.fill(index, bench, documents)
            let catalog = try await index.fields(of: [bench.name])
            for (path, type) in MatchCase.fields.types where path != "none" && path != "col" {
                #expect(catalog.types[path] == type, "\(path.rawValue)")
            }
            var queries: [String: Query] = [:]
            for example in MatchCase.all { queries[example.query + (example.isTyping ? "…" : "")] = try example.parsed() }
            let disagreements = try await MeaningTests.disagreements(index, bench.name, documents, queries)
            print("\(server): \(queries.count) queries, \(documents.count) documents, \(disagreements.count) disagreements")
            for disagreement in disagreements { Issue.record("\(disagreement)") }
        }
    }

    @Test(
        "what chance asks of what chance wrote", arguments: ElasticsearchServer.running,
        [20_260_517, UInt64.random(in: 0...1_000_000_000)])
    func chance(server: ElasticsearchServer, seed: UInt64) async throws {
        try await server.withBench { bench, index in
            var chance = RandomCases(seed: seed)
            let documents = try (0..<150).map { number in
                let json = Array(chance.document().utf8)
                return try DocumentDecoder().decode(json, index: bench.name, fallbackID: DocumentID("r\(number)"))
            }
            try await MeaningTests.fill(index, bench, documents)
            var queries: [String: Query] = [:]
            for _ in 0..<150 {
                let text = chance.query()
                queries[text] = try QueryParser.parse(text, fields: MatchCase.fields, now: MatchCase.now)
            }
            let disagreements = try await MeaningTests.disagreements(index, bench.name, documents, queries)
            let pairs = documents.count * queries.count
            print("\(server): seed \(seed), \(pairs) pairs, \(disagreements.count) disagreements")
            for disagreement in disagreements.prefix(20) { Issue.record("seed \(seed): \(disagreement)") }
        }
    }
}

extension Query {
    /// Whether it looks for words in a row, wherever they are.
    fileprivate var hasPhrase: Bool {
        switch self {
        case .everything, .field, .anyToken: false
        case .term(let term): TermTokens(term).tokens.count > 1
        case .all(let parts), .any(let parts): parts.contains(where: \.hasPhrase)
        case .not(let part): part.hasPhrase
        }
    }
}
