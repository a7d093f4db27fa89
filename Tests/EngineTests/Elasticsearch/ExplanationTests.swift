import Testing

@testable import Engine

@Suite("How a server is asked") struct ExplanationTests {
    @Test("is told in lines: where words are looked up, what was found, and the query as it is sent")
    func explains() async throws {
        let server = ScriptedServer.elasticsearch { asked in
            if asked.line.hasPrefix("GET /playlist?") {
                return .json(
                    200,
                    #"{"playlist": {"mappings": {"properties": {"name": {"type": "text"}, "city": {"type": "text"}, "popularity": {"type": "long"}}}}}"#
                )
            }
            guard asked.line.hasPrefix("POST /playlist/_search") else { return nil }
            return .json(200, #"{"took": 7, "hits": {"total": {"value": 10000, "relation": "gte"}, "hits": []}}"#)
        }
        defer { server.stop() }
        let query = try QueryParser.parse("blue popularity:>100")
        let lines = try await server.index().explain(SearchRequest(indexes: ["playlist"], query: query)).map(\.string)
        #expect(lines[0] == "asked of elasticsearch 8.19: POST /playlist/_search")
        #expect(lines[1] == "words are looked up in name, description; in documents that have neither, in city")
        #expect(lines[2] == "0 of at least 10000 matches in 7 ms, by the server's clock")
        #expect(lines.contains(#"  "query": {"#) && lines.last == "}")
        #expect(lines.dropFirst(4).joined().contains(#"{"exists":{"field":"name"}}"#))
    }

    @Test(
        "JSON stands in one line where it is short",
        arguments: [
            (#"{"a":1}"#, [#"{"a":1}"#]),
            (
                #"{"a":"\#(String(repeating: "x", count: 80))","b":[],"c":{"d":[1,2]}}"#,
                ["{", #"  "a": "\#(String(repeating: "x", count: 80))","#, #"  "b": [],"#, #"  "c": {"d":[1,2]}"#, "}"]
            ),
        ] as [(String, [String])])
    func layout(json: String, lines: [String]) {
        #expect(JSONLayout.lines(of: Array(json.utf8)).map(\.string) == lines)
    }
}
