import Conformance
import Testing

@testable import Engine

@Suite("Fields of every type on real servers", .serialized) struct FieldTypeTests {
    private static let mapping = """
        {"mappings": {"dynamic": "strict", "properties": {
            "name": {"type": "text", "fields": {"keyword": {"type": "keyword", "ignore_above": 5}}},
            "description": {"type": "text", "index_options": "docs"}, "genre": {"type": "keyword"},
            "short": {"type": "keyword", "ignore_above": 4}, "plays": {"type": "integer", "ignore_malformed": true},
            "tiny": {"type": "byte"}, "half": {"type": "half_float"}, "score": {"type": "float"}, "tempo": {"type": "double"},
            "created_at": {"type": "date", "format": "epoch_second"}, "seen_at": {"type": "date_nanos"},
            "live": {"type": "boolean"}, "place": {"type": "geo_point"}, "address": {"type": "ip"},
            "kept": {"type": "text", "index": false}, "secret": {"type": "keyword", "index": false, "doc_values": false}, "raw": {"type": "object", "enabled": false},
            "tracks": {"type": "nested", "properties": {"title": {"type": "text"}, "number": {"type": "long"}}},
            "style": {"type": "alias", "path": "genre"}}}}
        """
    private static let document = """
        {"name": "대한민국 jazz", "description": "a b c", "genre": "Cool Jazz", "short": "too long", "plays": "many", "tiny": 5,
        "half": 0.1, "score": 0.1, "tempo": -0.0, "created_at": 1779007800, "seen_at": "2026-05-17T08:50:00.123456789Z",
        "live": true, "place": [1, 2], "address": "127.0.0.1", "kept": "x", "secret": "x", "raw": {"a": 1},
        "tracks": [{"title": "blue note", "number": 1}, {"title": "red", "number": 2}]}
        """

    private static func make(_ bench: ConformanceBench, _ index: ElasticsearchIndex) async throws {
        let path = "/\(bench.name.rawValue)"
        _ = try await index.ask(NodeRequest(.put, path, json: Array(mapping.utf8)))
        let source = Array(document.utf8)
        let written = Document(index: bench.name, id: "1", source: source)
        #expect(try await index.write(WriteBatch(operations: [.index(written)])) == [.done])
        _ = try await index.ask(NodeRequest(.post, path + "/_refresh"))
    }

    @Test("finds a value by the field's type", arguments: ElasticsearchServer.running)
    func finds(server: ElasticsearchServer) async throws {
        let moment = FieldValue.date(Timestamp(milliseconds: 1_779_007_800_123))
        func range(_ lower: FieldValue, _ upper: FieldValue) -> FieldTest {
            .within(ValueRange(from: .init(lower, isIncluded: true), to: .init(upper, isIncluded: true)))
        }
        let found: [(FieldPath, FieldTest)] = [
            ("name", .has(Query.Term("국"))), ("name", .has(Query.Term("ja", .prefix))), ("description", .has(Query.Term("c a"))),
            ("genre", .equals(.text("Cool Jazz"))), ("style", .begins(with: "Cool ")), ("plays", .exists),
            ("tiny", .equals(.integer(5))), ("tiny", range(.integer(-1_000), .number(5.5))), ("half", .equals(.number(0.1))),
            ("score", .equals(.number(0.1))), ("tempo", .equals(.integer(0))), ("tempo", range(.integer(0), .number(1e300))),
            ("created_at", .equals(.date(Timestamp(milliseconds: 1_779_007_800_000)))), ("seen_at", .equals(moment)),
            ("seen_at", range(.date(Timestamp(milliseconds: -5)), moment)), ("live", .equals(.boolean(true))),
            ("place", .exists), ("address", .exists), ("tracks", .exists), ("tracks.title", .has(Query.Term("blue note"))),
            ("tracks.number", range(.integer(2), .integer(3))), ("_id", .equals(.integer(1))),
        ]
        try await server.withBench { bench, index in
            try await FieldTypeTests.make(bench, index)
            for (path, test) in found {
                let request = SearchRequest(indexes: [bench.name], query: .field(path, test))
                let isFound = try await index.search(request).total.value == 1
                #expect(isFound, "\(path.rawValue) \(test)")
            }
            // OpenSearch does not say of a text that it was too long.
            let long = SearchRequest(indexes: [bench.name], query: .field("short", .exists))
            #expect(try await index.search(long).hits.isEmpty == (server == .openSearch))
            let request = SearchRequest(indexes: [bench.name], query: .everything)
            #expect(try await index.topValues(of: "style", request, count: 5) == [TopValue("Cool Jazz", count: 1)])
            #expect(try await index.topValues(of: "live", request, count: 5) == [TopValue("true", count: 1)])
            #expect(try await index.topValues(of: "tiny", request, count: 5) == [TopValue("5", count: 1)])
            let date = TopValue("2026-05-17T08:50:00.000Z", count: 1)
            #expect(try await index.topValues(of: "created_at", request, count: 5) == [date])
            for path in ["description", "place", "tracks.number", "raw"] as [FieldPath] {
                await #expect(throws: Failure.self) { try await index.topValues(of: path, request, count: 5) }
            }
        }
    }

    @Test("nothing that can be asked of a field is refused by the server", arguments: ElasticsearchServer.running)
    func refuses(server: ElasticsearchServer) async throws {
        let values: [FieldValue] = [
            .integer(.max), .integer(.min), .integer(0), .number(1e300), .number(-1e300), .number(0.1), .boolean(false),
            .date(Timestamp(milliseconds: .min)), .date(Timestamp(milliseconds: .max)), .text(""), .text("a*b\\\"/"),
            .text(String(repeating: "가", count: 32_768)), .text(String(repeating: "가", count: 333)),
            .text(String(repeating: "가", count: 334)), .text(String(repeating: "a", count: 1_000)), .text("東京"), .text("a b c"),
        ]
        var tests: [FieldTest] = [.exists]
        for value in values {
            let (inside, outside) = (ValueRange.End(value, isIncluded: true), ValueRange.End(value, isIncluded: false))
            tests += [.equals(value), .within(ValueRange(from: inside)), .within(ValueRange(from: outside, to: inside))]
            tests.append(.within(ValueRange(to: outside)))
            guard case .text(let text) = value else { continue }
            tests += [.begins(with: text), .has(Query.Term(text)), .has(Query.Term(text, .prefix))]
        }
        try await server.withBench { bench, index in
            try await FieldTypeTests.make(bench, index)
            let paths = try await index.fields(of: [bench.name]).types.keys.sorted() + ["nothing"]
            #expect(paths.count > 20)
            for path in paths {
                // All of a field at once: one that is refused refuses them all.
                var asked: [Query] = []
                for test in tests {
                    let request = SearchRequest(indexes: [bench.name], query: .field(path, test))
                    do throws(Failure) {
                        _ = try await index.clause(of: request)
                        asked += [.field(path, test), .not(.field(path, test))]
                    } catch {
                        #expect(error.kind == .usage)
                    }
                }
                let results = try await index.search(SearchRequest(indexes: [bench.name], query: .any(asked), sort: .relevance))
                #expect(results.notice == nil, "\(path.rawValue)")
            }
        }
    }
}
