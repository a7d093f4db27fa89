import Testing

@testable import Engine

@Suite("Numbers that no server should send") struct OddNumbersTests {
    /// A server whose searches answer so.
    private static func server(searching answer: String) -> ScriptedServer {
        ScriptedServer.elasticsearch { asked in
            if asked.line.contains("/_search") { return .json(200, answer) }
            if asked.line.contains("_pit") { return .json(200, #"{"id": "p"}"#) }
            if asked.line.contains("filter_path=*.mappings") {
                return .json(200, #"{"i": {"mappings": {"properties": {"a": {"type": "keyword"}}}}}"#)
            }
            return asked.line.contains("_refresh") ? .json(200, "{}") : nil
        }
    }

    @Test("the greatest there is ends neither a search nor the page after it", arguments: Sort.allCases)
    func search(sort: Sort) async throws {
        let server = OddNumbersTests.server(
            searching: #"""
                {"took": 9223372036854775807, "_shards": {"total": 9223372036854775807, "failed": 9223372036854775807},
                 "hits": {"total": {"value": 9223372036854775807, "relation": "eq"}, "hits": [{"_index": "i", "_id": "1", "_score": 1,
                 "_seq_no": 9223372036854775807, "_source": {"created_at": 9223372036854775807, "popularity": -9223372036854775808},
                 "sort": [9223372036854775807, 9223372036854775807]}]}}
                """#)
        defer { server.stop() }
        let index = try server.index()
        var request = SearchRequest(query: .everything, sort: sort, size: 1)
        let first = try await index.search(request)
        #expect(first.hits.map(\.id) == ["1"] && first.total.value == 1 << 53)
        request.after = first.next ?? ElasticsearchCursor(without: first.hits).searchCursor
        _ = try await index.search(request)
        #expect(try await index.explain(SearchRequest(query: .everything)).isEmpty == false)
    }

    @Test("a page may be asked for at the end of all numbers")
    func start() async throws {
        let server = OddNumbersTests.server(searching: #"{"hits": {"hits": []}}"#)
        defer { server.stop() }
        for (start, size) in [(Int.max, 10), (0, Int.max), (Int.max, Int.max)] {
            let results = try await server.index().search(SearchRequest(query: .everything, start: start, size: size))
            #expect(results.hits.isEmpty && results.next == nil)
        }
    }

    @Test("a dead letter without a place in the history is left out")
    func deadLetters() async throws {
        let server = OddNumbersTests.server(
            searching: #"""
                {"hits": {"hits": [{"_index": "i", "_id": "1", "_seq_no": 9223372036854775807, "_source": {"kind": "not-json"}},
                {"_index": "i", "_id": "2", "_seq_no": -2, "_source": {"kind": "not-json"}},
                {"_index": "i", "_id": "3", "_seq_no": 6, "_source": {"kind": "not-json"}}]}}
                """#)
        defer { server.stop() }
        #expect(try await server.index().deadLetters(limit: 3).map(\.number) == [7])
    }

    @Test("dates as far apart as can be, and counts as great, are counted")
    func aggregations() async throws {
        let server = OddNumbersTests.server(
            searching: #"""
                {"aggregations": {"min": {"value": -9.2e18}, "max": {"value": 9.2e18},
                "times": {"buckets": [{"key": 1e300, "doc_count": 1}, {"key": -9.2e18, "doc_count": 2}]},
                "a": {"buckets": [{"key": "x", "doc_count": 9223372036854775807}, {"key": "x", "doc_count": 9223372036854775807}]}}}
                """#)
        defer { server.stop() }
        let index = try server.index()
        let buckets = try await index.histogram(SearchRequest(query: .everything), count: 2)
        #expect(buckets.map(\.count) == [2])
        let values = try await index.topValues(of: "a", SearchRequest(query: .everything), count: 2)
        #expect(values.map(\.count) == [1 << 54])
    }
}
