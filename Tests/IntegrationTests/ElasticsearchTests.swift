import Conformance
import Foundation
import Testing

@testable import Engine

@Suite("Elasticsearch and OpenSearch", .serialized) struct ElasticsearchTests {
    private static func document(_ id: String, _ source: String, in index: IndexName) -> WriteOperation {
        .index(Document(index: index, id: DocumentID(id), source: Array(source.utf8)))
    }

    private static func ask(
        _ index: ElasticsearchIndex, _ method: NodeRequest.Method, _ path: String, _ json: String = ""
    ) async throws -> String {
        String(decoding: try await index.ask(NodeRequest(method, path, json: Array(json.utf8))).body, as: UTF8.self)
    }

    @Test("pages beyond ten thousand follow those before, in every order", arguments: ElasticsearchServer.running)
    func deepPaging(server: ElasticsearchServer) async throws {
        try await server.withBench { bench, index in
            let name = bench.name
            let operations = (0..<12_345).map { number in
                ElasticsearchTests.document(
                    "\(number)", "{\"created_at\": \(number / 7 * 100_000), \"popularity\": \(number % 13)}", in: name)
            }
            let batch = WriteBatch(operations: operations)
            #expect(try await index.write(batch).allSatisfy { $0 == .done })
            _ = try await ElasticsearchTests.ask(index, .post, "/\(name.rawValue)/_refresh")
            for sort in Sort.allCases {
                var ids: [String] = []
                for start in stride(from: 8_000, to: 13_000, by: 1_000) {
                    let request = SearchRequest(indexes: [name], query: .everything, sort: sort, start: start, size: 1_000)
                    let results = try await index.search(request)
                    #expect(results.total == SearchResults.Total(12_345) && results.notice == nil)
                    ids += results.hits.map(\.id.rawValue)
                }
                let first = try await index.search(SearchRequest(indexes: [name], query: .everything, sort: sort, size: 8_000))
                let all = first.hits.map(\.id.rawValue) + ids
                #expect(all.count == 12_345 && Set(all).count == 12_345)
            }
            let most = SearchRequest(indexes: [name], query: .everything, size: 20_000)
            #expect(try await index.search(most).hits.count == 12_345)
        }
    }

    @Test("what the index cannot hold is refused with its reason, the rest is done", arguments: ElasticsearchServer.running)
    func refused(server: ElasticsearchServer) async throws {
        try await server.withBench { bench, index in
            let outcomes = try await index.write(
                WriteBatch(operations: [
                    ElasticsearchTests.document("1", "{\"popularity\": \"many\"}", in: bench.name),
                    ElasticsearchTests.document("2", "{\"popularity\": 1, \"x\": 1}", in: bench.name),
                    ElasticsearchTests.document("3", "{\"x\": \"not a number\"}", in: bench.name),
                    ElasticsearchTests.document(String(repeating: "x", count: 513), "{}", in: bench.name),
                    ElasticsearchTests.document("5", "{\"a\": ", in: bench.name),
                    ElasticsearchTests.document("6", "{}", in: "No*Name"),
                ]))
            #expect(outcomes[1] == .done && outcomes[2] == .done)
            for (number, word) in [(0, "popularity"), (3, "512"), (4, "HTTP 400"), (5, "HTTP 400")] {
                guard case .refused(let reason) = outcomes[number] else {
                    Issue.record("\(number): \(outcomes[number])")
                    continue
                }
                #expect(reason.string.contains(word), "\(reason)")
            }
        }
    }

    @Test("an index that is closed to writes for now is no reason to refuse anything", arguments: ElasticsearchServer.running)
    func blocked(server: ElasticsearchServer) async throws {
        try await server.withBench { bench, index in
            let batch = WriteBatch(operations: [ElasticsearchTests.document("1", "{}", in: bench.name)])
            #expect(try await index.write(batch) == [.done])
            for block in ["read_only_allow_delete", "write"] {
                let settings = "/\(bench.name.rawValue)/_settings"
                _ = try await ElasticsearchTests.ask(index, .put, settings, "{\"index.blocks.\(block)\": true}")
                let outcomes = try await index.write(batch)
                guard case .tryAgain(let reason) = outcomes[0] else {
                    Issue.record("\(outcomes)")
                    continue
                }
                #expect(reason.string.contains("block"))
                _ = try await ElasticsearchTests.ask(index, .put, settings, "{\"index.blocks.\(block)\": null}")
                #expect(try await index.write(batch) == [.done])
            }
        }
    }

    @Test("many that make an index at once make it with Kelp's mapping", arguments: ElasticsearchServer.running)
    func race(server: ElasticsearchServer) async throws {
        try await server.withBench { bench, index in
            let name = bench.name
            try await withThrowingTaskGroup(of: [WriteOutcome].self) { group in
                for number in 0..<8 {
                    let writer = try server.index()
                    group.addTask {
                        let batch = WriteBatch(operations: [
                            ElasticsearchTests.document("\(number)", "{\"name\": \"a\"}", in: name)
                        ])
                        return try await writer.write(batch)
                    }
                }
                for try await outcomes in group { #expect(outcomes == [.done]) }
            }
            let types = try await index.fields(of: [name]).types
            #expect(types["name"] == .text && types["name.keyword"] == .keyword && types["id"] == .keyword)
            #expect(types["created_at"] == .date && types["popularity"] == .integer)
            #expect(try await ElasticsearchTests.ask(index, .get, "/\(name.rawValue)/_mapping").contains("kelp_cjk"))
        }
    }

    @Test("an index that others made is used as it is, also by an alias", arguments: ElasticsearchServer.running)
    func foreign(server: ElasticsearchServer) async throws {
        try await server.withBench { bench, index in
            let name = bench.name.rawValue
            let made = "{\"aliases\": {\"\(name)-alias\": {}}, \"mappings\": {\"properties\": {\"name\": {\"type\": \"text\"}}}}"
            _ = try await ElasticsearchTests.ask(index, .put, "/\(name)-b", made)
            let alias = IndexName("\(name)-alias")
            let outcomes = try await index.write(
                WriteBatch(operations: [ElasticsearchTests.document("1", "{\"name\": \"jazz night\", \"likes\": 2}", in: alias)]))
            #expect(outcomes == [.done])
            for sort in Sort.allCases {
                try await bench.finds(["1"], .term(Query.Term("jazz night")), sort: sort, among: [alias])
            }
            #expect(try await index.document("1", in: alias)?.index == IndexName("\(name)-b"))
            let summary = try #require(try await index.indexes().first { $0.name.rawValue == "\(name)-b" })
            #expect(summary.aliases == [alias] && summary.health != nil && summary.bytes ?? 0 > 0)
        }
    }

    @Test("marks what an analyzer of the index's own finds", arguments: ElasticsearchServer.running)
    func highlights(server: ElasticsearchServer) async throws {
        try await server.withBench { bench, index in
            // Not every server that the tests run on has filters for languages.
            let filters = server == .openSearch ? "\"lowercase\", \"porter_stem\"" : "\"lowercase\""
            let made = """
                {"settings": {"analysis": {"analyzer": {"own": {"tokenizer": "standard", "filter": [\(filters)]}}}},
                "mappings": {"properties": {"name": {"type": "text", "analyzer": "own"}, "description": {"type": "text"},
                "tags": {"type": "text", "fields": {"own": {"type": "text", "analyzer": "own"}}},
                "genre": {"type": "keyword"}, "style": {"type": "alias", "path": "genre"}}}}
                """
            _ = try await ElasticsearchTests.ask(index, .put, "/\(bench.name.rawValue)", made)
            let text = "비 He RUN, running 🎵"
            let tag = "\u{E0F1}\u{E0F0}\u{E0F1}"
            let batch = WriteBatch(operations: [
                ElasticsearchTests.document(
                    "1",
                    "{\"name\": \"\(text)\", \"description\": \"run\", \"tags\": [\"a\", \"run on\"], \"genre\": \"rock\"}",
                    in: bench.name),
                ElasticsearchTests.document("2", "{\"name\": \"run \(tag)\", \"created_at\": 0}", in: bench.name),
            ])
            _ = try await index.write(batch)
            #expect(await index.becomesSearchable(batch.operations.map(\.key), within: .seconds(20)))
            let hits = try await index.search(SearchRequest(indexes: [bench.name], query: .term(Query.Term("run")))).hits
            let first = try #require(hits.first { $0.id == "1" })
            let utf8 = Array(text.utf8)
            let marked = (first.highlights(in: text, of: .name) ?? []).map { String(decoding: utf8[$0], as: UTF8.self) }
            #expect(marked == (server == .openSearch ? ["RUN", "running"] : ["RUN"]))
            #expect(first.highlights[.description] == nil)
            #expect(hits.first { $0.id == "2" }?.highlights == [:])
            let asked = Query.all([.field("tags.own", .has(Query.Term("run"))), .field("style", .equals(.text("rock")))])
            let found = try await index.search(SearchRequest(indexes: [bench.name], query: asked)).hits.first
            #expect(found?.highlights(in: "run on", of: "tags") == [0..<3])
            #expect(found?.highlights(in: "rock", of: "genre") == [0..<4])
        }
    }

    @Test("counts by time and by value", arguments: ElasticsearchServer.running)
    func counts(server: ElasticsearchServer) async throws {
        try await server.withBench { bench, index in
            let name = bench.name
            let hour: Int64 = 3_600_000
            let operations = (0..<48).map { number in
                let city = number % 3 == 0 ? "부산" : "서울"
                let source =
                    "{\"name\": \"a\", \"created_at\": \(Int64(number) * hour), \"city\": \"\(city)\", \"popularity\": \(number % 2)}"
                return ElasticsearchTests.document("\(number)", source, in: name)
            }
            let batch = WriteBatch(operations: operations)
            _ = try await index.write(batch)
            #expect(await index.becomesSearchable(batch.operations.map(\.key), within: .seconds(20)))
            let request = SearchRequest(indexes: [name], query: .term(Query.Term("a")))
            let histogram = try await index.histogram(request, count: 9)
            #expect(histogram == (0..<8).map { HistogramBucket(start: Timestamp(milliseconds: $0 * 6 * hour), count: 6) })
            #expect(
                try await index.topValues(of: "city", request, count: 10) == [
                    TopValue("서울", count: 32), TopValue("부산", count: 16),
                ])
            #expect(try await index.topValues(of: "popularity", request, count: 1).map(\.count) == [24])
            #expect(try await index.topValues(of: "nothing", request, count: 10).isEmpty)
            let nothing = SearchRequest(indexes: [name], query: .term(Query.Term("zzz")))
            #expect(try await index.histogram(nothing, count: 9).isEmpty)
        }
    }

    @Test("who it is stands in its name", arguments: ElasticsearchServer.running)
    func name(server: ElasticsearchServer) async throws {
        let index = try server.index()
        try await index.ping()
        #expect(index.backend.string.hasPrefix(server == .openSearch ? "opensearch " : "elasticsearch "))
        #expect(index.warnings.isEmpty && index.nodes.allSatisfy { $0.trouble == nil })
        await index.close()
    }
}
