import Testing

@testable import Engine

@Suite("Search response") struct SearchResponseTests {
    private static func response(_ json: String, _ sort: Sort = .latest) throws -> SearchResponse {
        try SearchResponse(Array(json.utf8), sort: sort)
    }

    @Test(
        "understands totals as every version gives them",
        arguments: [
            ("\"total\": 7,", SearchResults.Total(7)),
            ("\"total\": {\"value\": 7, \"relation\": \"eq\"},", SearchResults.Total(7)),
            ("\"total\": {\"value\": 10000, \"relation\": \"gte\"},", SearchResults.Total(10_000, isLowerBound: true)), ("", nil),
        ] as [(String, SearchResults.Total?)])
    func totals(json: String, total: SearchResults.Total?) throws {
        #expect(try SearchResponseTests.response("{\"hits\": {\(json) \"hits\": []}}").total == total)
    }

    @Test("keeps the source as it came, and takes from it what is shown")
    func hits() throws {
        let json = #"""
            {"took": 12, "hits": {"max_score": null, "hits": [
            {"_index": "i", "_id": "1", "_score": 1.5, "_source": { "name": ["a", 1], "description": null, "created_at":"2024-05-01T10:00:00Z", "popularity" : "7", "x":{"name":"no"}},
             "fields": {}, "sort": [9223372036854775807, 3]},
            {"_index": "i", "_id": "2", "sort": [1714557600000, 2]}]}}
            """#
        let response = try SearchResponseTests.response(json)
        #expect(response.took == .milliseconds(12))
        #expect(response.sortValues.last == Array("[1714557600000, 2]".utf8))
        let first = try #require(response.hits.first)
        #expect(String(decoding: first.source, as: UTF8.self).hasPrefix("{ \"name\": [\"a\", 1], "))
        #expect(
            first.name == "a 1" && first.description == nil && first.popularity == 7 && first.score == nil
                && first.sortValue == nil)
        #expect(first.createdAt == Timestamp(milliseconds: 1_714_557_600_000))
        #expect(response.hits[1].sortValue == 1_714_557_600_000)
        #expect(try SearchResponseTests.response(json, .relevance).hits[0].score == 1.5)
    }

    @Test("takes in what the server has marked, of each value of a field, and nothing where a text has such marks itself")
    func highlights() throws {
        let (start, end) = ("\u{E0F1}\u{E0F0}\u{E0F1}", "\u{E0F2}\u{E0F0}\u{E0F2}")
        let json = """
            {"hits": {"hits": [{"_index": "i", "_id": "1", "_source": {}, "highlight": {
            "tags.english": ["비 \(start)runs\(end)", "\(start)run\(end) \(start)run\(end)"], "name": ["\(start)run\(end) \(start)"]}}]}}
            """
        let hit = try #require(try SearchResponseTests.response(json).hits.first)
        #expect(hit.highlights(in: "비 runs", of: "tags") == [4..<8])
        #expect(hit.highlights(in: "run run", of: "tags.english") == [0..<3, 4..<7])
        #expect(hit.highlights(in: "run", of: "tags") == nil && hit.highlights(in: "run run", of: "tag") == nil)
        #expect(hit.highlights[.name] == nil)
    }

    @Test("says what is missing from the results")
    func notice() throws {
        let failed =
            #"{"_shards": {"total": 5, "failed": 2, "failures": [{"shard": 0, "reason": {"type": "t", "reason": "disk"}}]}, "hits": {"hits": []}}"#
        #expect(try SearchResponseTests.response(failed).notice == "2 of 5 shards did not answer (disk): results are missing")
        #expect(try !SearchResponseTests.response(failed).isPartial)
        let away = failed.replacing(#""type": "t""#, with: #""type": "node_not_connected_exception""#)
        #expect(try SearchResponseTests.response(away).isPartial)
        #expect(try SearchResponseTests.response(#"{"timed_out": true, "hits": {"hits": []}}"#).notice != nil)
        #expect(try SearchResponseTests.response(#"{"timed_out": false, "hits": {"hits": []}}"#).notice == nil)
    }

    @Test(
        "is no answer to a search where it has no hits or ends too early",
        arguments: [
            "", "null", "[]", "{}", "{\"hits\": {}}", "{\"hits\": {\"hits\": [", "{\"hits\": {\"hits\": []}} x",
            "{\"hits\": {\"hits\": []}",
        ])
    func refused(json: String) {
        #expect(throws: JSONError.self) { try SearchResponseTests.response(json) }
    }

    @Test(
        "an error says its deepest cause",
        arguments: [
            (#"{"error": "no handler", "status": 400}"#, "no handler"), (#"{"error": {"type": "t", "reason": "r"}}"#, "r"),
            (
                #"{"error": {"root_cause": [{"type": "q", "reason": "no mapping"}], "type": "search_phase_execution_exception", "reason": "all shards failed"}}"#,
                "no mapping"
            ),
            (
                #"{"error": {"type": "t", "reason": "failed", "caused_by": {"type": "u", "reason": "bad date"}}}"#,
                "failed: bad date"
            ),
            ("<html>", "with text/plain instead of a reason"), ("", "without a reason"),
        ])
    func reasons(body: String, reason: String) {
        var response = NodeResponse(status: 400, body: Array(body.utf8), contentType: "text/plain; charset=x")
        response.node = "http://n:1"
        let failure = APIError(response, to: NodeRequest(.get, "/i/_search?secret=1")).failure
        #expect(failure.sentence.string.contains("GET /i/_search at http://n:1"))
        #expect(failure.sentence.string.contains(reason))
        #expect(!failure.sentence.string.contains("secret"))
    }
}
