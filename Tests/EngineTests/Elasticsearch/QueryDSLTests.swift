import Testing

@testable import Engine

@Suite("Query DSL") struct QueryDSLTests {
    private static func text(_ query: Query, _ dsl: QueryDSL = QueryDSL([], hasNameless: false)) -> String {
        var json = JSONWriter()
        dsl.write(query, to: &json)
        return json.string
    }

    private static let fields = #""fields":["name","description"]"#

    @Test(
        "compiles every clause",
        arguments: [
            (.everything, #"{"match_all":{}}"#), (.all([]), #"{"match_all":{}}"#),
            (.term(Query.Term("a \"b")), #"{"multi_match":{"query":"a \"b","type":"phrase",\#(fields)}}"#),
            (
                .term(Query.Term("ja", .prefix)),
                #"{"multi_match":{"query":"ja","type":"phrase_prefix",\#(fields),"max_expansions":1000}}"#
            ),
            (
                .term(Query.Term("국")),
                #"{"bool":{"should":[{"wildcard":{"name":{"value":"*국*"}}},{"wildcard":{"description":{"value":"*국*"}}}]}}"#
            ),
            (.anyToken(of: "a b", in: .name), #"{"match":{"name":"a b"}}"#),
            (
                .all([.term(Query.Term("a")), .everything]),
                #"{"bool":{"must":[{"multi_match":{"query":"a","type":"phrase",\#(fields)}},{"match_all":{}}]}}"#
            ),
        ] as [(Query, String)])
    func compiles(query: Query, json: String) { #expect(QueryDSLTests.text(query) == json) }

    @Test("looks in other fields where a document has neither name nor description")
    func scopes() throws {
        func fields(_ names: String...) throws -> IndexFields {
            let properties = names.map { "\"\($0)\":{\"type\":\"text\"}" }.joined(separator: ",")
            return try #require(try IndexFields.read(Array("{\"i\":{\"mappings\":{\"properties\":{\(properties)}}}}".utf8))["i"])
        }
        let named = try fields("name", "title")
        let other = try fields("city")
        #expect(QueryDSL([named], hasNameless: false).scope == .fields(["name", "description"]))
        #expect(QueryDSL([named], hasNameless: true).scope == .byDocument(["title"]))
        #expect(QueryDSL([other], hasNameless: true).scope == .fields(["city"]))
        #expect(QueryDSL([named, other], hasNameless: true).scope == .byDocument(["city", "title"]))
        #expect(QueryDSL([try fields()], hasNameless: true).scope == .fields(["name", "description"]))
        let text = QueryDSLTests.text(.term(Query.Term("a")), QueryDSL([named], hasNameless: true))
        #expect(text.contains(#"{"must_not":[{"exists":{"field":"name"}},{"exists":{"field":"description"}}]}"#))
    }

    @Test("a search says its order, what is missing, and what tells equals apart")
    func body() {
        let request = SearchRequest(indexes: ["a"], query: .everything, sort: .latest, order: .ascending, start: 20, size: 5)
        var body = SearchBody(request, scope: QueryDSL([], hasNameless: false))
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == #"{"size":5,"from":20,"query":{"match_all":{}},"sort":[{"created_at":{"order":"asc","missing":"_last","unmapped_type":"date"}},"#
                + #"{"_seq_no":{"order":"desc"}}],"track_total_hits":true}"#)
        (body.from, body.hasSource, body.isCounted, body.sort) = (0, false, false, .relevance)
        body.after = Array("[1.5,2]".utf8)
        body.pointInTime = SearchBody.PointInTime(id: "p", tiebreaker: "_shard_doc")
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == #"{"size":5,"query":{"match_all":{}},"sort":[{"_score":{"order":"asc"}},{"_seq_no":{"order":"desc"}},"#
                + #"{"_shard_doc":{"order":"asc"}}],"track_total_hits":false,"_source":false,"pit":{"id":"p","keep_alive":"2m"},"search_after":[1.5,2]}"#
        )
    }
}
