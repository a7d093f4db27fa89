import Synchronization
import Testing

@testable import Engine

@Suite("Deep paging", .serialized) struct DeepPagingTests {
    /// A server with so many documents, numbered, that understands `size` and `search_after`.
    private static func server(_ greeting: String, documents: Int, pointInTime: String? = nil) -> ScriptedServer {
        ScriptedServer { answer($0, greeting, documents: documents, pointInTime: pointInTime) }
    }

    private static func answer(
        _ asked: ScriptedServer.Asked, _ greeting: String, documents: Int, pointInTime: String?
    ) -> ScriptedServer.Answer {
        if asked.line == "GET /" { return .json(200, greeting) }
        if let pointInTime, asked.line.contains("keep_alive") { return .json(200, pointInTime) }
        if asked.line.hasPrefix("DELETE") { return .json(200, "{}") }
        guard asked.line.contains("_search") else { return .json(400, "{}") }
        let size = number(after: "\"size\":", in: asked.text) ?? 0
        // What sorts like the last hit comes again.
        let first = number(after: "\"search_after\":[", in: asked.text).map { $0 - 1 } ?? 0
        let hits = (first..<max(first, min(documents, first + size))).map {
            "{\"_index\": \"i\", \"_id\": \"\($0)\", \"sort\": [\($0 + 1), 0, 7]}"
        }
        return .json(
            200,
            "{\"pit_id\": \"next\", \"hits\": {\"total\": {\"value\": \(documents), \"relation\": \"eq\"}, \"hits\": [\(hits.joined(separator: ","))]}}"
        )
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
                "DELETE /_search/point_in_time", "{\"pit_id\":[\"next\"]}", "_seq_no"
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
        #expect(server.asked.count == before + 1)
        let back = try await index.search(DeepPagingTests.request(start: 10_000, size: 10))
        #expect(back.hits.first?.id == "10000")
        server.stop()
    }

    @Test("a walk by cursors costs one question a page, and a point in time that is gone is opened anew")
    func cursors() async throws {
        let gone = Mutex(false)
        let server = ScriptedServer { asked in
            guard gone.withLock({ $0 }), asked.text.contains("\"id\":\"next\"") || asked.text.contains("\"id\":\"first\"") else {
                return DeepPagingTests.answer(asked, Script.elasticsearch8, documents: 25, pointInTime: "{\"id\": \"first\"}")
            }
            gone.withLock { $0 = false }
            return .json(
                404, "{\"error\": {\"type\": \"search_context_missing_exception\", \"reason\": \"No search context found\"}}")
        }
        let index = try server.index()
        var request = DeepPagingTests.request(start: 0, size: 10)
        var ids: [String] = []
        repeat {
            let page = try await index.search(request)
            ids += page.hits.map(\.id.rawValue)
            request.after = page.next
            gone.withLock { $0 = ids.count == 20 }
        } while request.after != nil
        #expect(ids == (0..<25).map(String.init))
        #expect(server.asked.filter { $0.line.contains("keep_alive") }.count == 2)
        // A greeting, three pages, one that was asked twice, two points in time and the end of one.
        #expect(server.asked.count == 8)
        let foreign = SearchCursor(bytes: Array("{}".utf8))
        request.after = foreign
        let failure = try await Script.failure { _ = try await index.search(request) }
        #expect(failure?.kind == .usage)
        server.stop()
    }

    @Test("a walk that fails on its way goes on with its point in time, and closing the index frees it")
    func failing() async throws {
        let isFailing = Mutex(false)
        let server = ScriptedServer { asked in
            if isFailing.withLock({ $0 }), asked.line == "POST /_search" { return .json(500, "{}") }
            return DeepPagingTests.answer(asked, Script.elasticsearch8, documents: 30_000, pointInTime: "{\"id\": \"first\"}")
        }
        let index = try server.index()
        for (start, fails) in [(20_000, true), (20_000, false), (20_010, true), (20_020, false)] {
            isFailing.withLock { $0 = fails }
            let request = DeepPagingTests.request(start: start, size: 10)
            let failure = try await Script.failure { _ = try await index.search(request) }
            #expect((failure != nil) == fails)
        }
        #expect(server.asked.filter { $0.line.contains("keep_alive") }.count == 1)
        await index.close()
        #expect(server.asked.filter { $0.line == "DELETE /_pit" }.map(\.text) == ["{\"id\":\"next\"}"])
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
