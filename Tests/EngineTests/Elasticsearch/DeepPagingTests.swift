import Testing

@testable import Engine

@Suite("Deep paging", .serialized) struct DeepPagingTests {
    /// A server with so many documents, numbered, that understands `size` and `search_after`.
    private static func server(_ greeting: String, documents: Int, pointInTime: String? = nil) -> ScriptedServer {
        ScriptedServer { asked in
            if asked.line == "GET /" { return .json(200, greeting) }
            if let pointInTime, asked.line.contains("keep_alive") { return .json(200, pointInTime) }
            if asked.line.hasPrefix("DELETE") { return .json(200, "{}") }
            guard asked.line.contains("_search") else { return .json(400, "{}") }
            let size = number(after: "\"size\":", in: asked.text) ?? 0
            let first = number(after: "\"search_after\":[", in: asked.text) ?? 0
            let hits = (first..<min(documents, first + size)).map {
                "{\"_index\": \"i\", \"_id\": \"\($0)\", \"sort\": [\($0 + 1), 0]}"
            }
            return .json(
                200,
                "{\"pit_id\": \"next\", \"hits\": {\"total\": {\"value\": \(documents), \"relation\": \"eq\"}, \"hits\": [\(hits.joined(separator: ","))]}}"
            )
        }
    }

    private static func number(after mark: String, in text: String) -> Int? {
        text.firstRange(of: mark).flatMap { Int(text[$0.upperBound...].prefix(while: \.isNumber)) }
    }

    private static func request(start: Int, size: Int) -> SearchRequest {
        SearchRequest(indexes: ["i"], query: .everything, start: start, size: size)
    }

    @Test(
        "walks over a point in time, opened and closed as the product wants it",
        arguments: [
            (
                Script.elasticsearch8, "{\"id\": \"first\"}", "POST /i/_pit?keep_alive=2m", "DELETE /_pit", "{\"id\":\"next\"}",
                "_shard_doc"
            ),
            (
                Script.greeting("7.10.0"), "{\"id\": \"first\"}", "POST /i/_pit?keep_alive=2m", "DELETE /_pit",
                "{\"id\":\"next\"}", "_seq_no"
            ),
            (
                Script.openSearch2, "{\"pit_id\": \"first\"}", "POST /i/_search/point_in_time?keep_alive=2m",
                "DELETE /_search/point_in_time", "{\"pit_id\":[\"next\"]}", "_id"
            ),
        ])
    func walks(greeting: String, opened: String, opens: String, closes: String, closing: String, tiebreaker: String) async throws
    {
        let server = DeepPagingTests.server(greeting, documents: 25_003, pointInTime: opened)
        let index = try server.index()
        let results = try await index.search(DeepPagingTests.request(start: 24_999, size: 10))
        #expect(results.hits.map(\.id.rawValue) == ["24999", "25000", "25001", "25002"])
        #expect(results.total == SearchResults.Total(25_003) && results.notice == nil)
        let searches = server.asked.filter { $0.line == "POST /_search" }
        #expect(server.asked.contains { $0.line == opens })
        #expect(searches.map { $0.text.contains("\"pit\":{\"id\":\"first\"") } == [true, false, false, false])
        #expect(searches.allSatisfy { $0.text.contains("\"\(tiebreaker)\":{\"order\"") })
        _ = try await index.search(DeepPagingTests.request(start: 0, size: 10_001).with(sort: .popularity))
        let closed = try #require(server.asked.first { $0.line == closes })
        #expect(closed.text == closing)
        server.stop()
    }

    @Test("the next page goes on where the last one ended")
    func goesOn() async throws {
        let server = DeepPagingTests.server(Script.elasticsearch8, documents: 30_000, pointInTime: "{\"id\": \"first\"}")
        let index = try server.index()
        _ = try await index.search(DeepPagingTests.request(start: 20_000, size: 10))
        let before = server.asked.count
        let next = try await index.search(DeepPagingTests.request(start: 20_010, size: 10))
        #expect(next.hits.first?.id == "20010")
        // One to see whether the point in time is still there, one for the page.
        #expect(server.asked.count == before + 2)
        let back = try await index.search(DeepPagingTests.request(start: 10_000, size: 10))
        #expect(back.hits.first?.id == "10000")
        server.stop()
    }

    @Test("says what it cannot promise where there is no point in time", arguments: [Script.greeting("7.0.0"), "{}"])
    func notice(greeting: String) async throws {
        let server = DeepPagingTests.server(greeting, documents: 12_000)
        let index = try server.index()
        let results = try await index.search(DeepPagingTests.request(start: 11_999, size: 10))
        #expect(results.hits.map(\.id.rawValue) == ["11999"])
        #expect(results.notice?.string.contains("no point in time") == true)
        server.stop()
    }

    @Test("more than a window of hits comes in several answers")
    func large() async throws {
        let server = DeepPagingTests.server(Script.elasticsearch8, documents: 30_000, pointInTime: "{\"id\": \"first\"}")
        let results = try await server.index().search(DeepPagingTests.request(start: 5, size: 25_000))
        #expect(results.hits.map(\.id.rawValue) == (5..<25_005).map(String.init))
        server.stop()
    }
}

extension SearchRequest {
    fileprivate func with(sort: Sort) -> SearchRequest {
        var request = self
        request.sort = sort
        return request
    }
}
