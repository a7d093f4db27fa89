import Testing

@testable import Engine

@Suite("Query DSL") struct QueryDSLTests {
    /// Fields of every kind, as servers tell of them.
    private static let mapping = """
        {"i": {"mappings": {"properties": {
            "name": {"type": "text", "fields": {"keyword": {"type": "keyword", "ignore_above": 5}}},
            "description": {"type": "text"}, "genre": {"type": "keyword"},
            "short": {"type": "keyword", "ignore_above": 4}, "plays": {"type": "integer", "ignore_malformed": true},
            "created_at": {"type": "date"}, "seen_at": {"type": "date_nanos"}, "live": {"type": "boolean"},
            "score": {"type": "float"}, "tempo": {"type": "double"}, "place": {"type": "geo_point"},
            "secret": {"type": "keyword", "index": false, "doc_values": false}, "raw": {"type": "object", "enabled": false},
            "owner": {"properties": {"city": {"type": "text", "analyzer": "english"}}},
            "tracks": {"type": "nested", "properties": {"title": {"type": "text"}}},
            "style": {"type": "alias", "path": "genre"}, "flat": {"type": "text", "index_options": "docs"},
            "kept": {"type": "text", "index": false}, "ranks": {"type": "rank_features"}}}}}
        """

    private static func indexes(_ text: String = mapping) throws -> [IndexName: IndexFields] {
        try IndexFields.read(Array(text.utf8))
    }

    private static func text(
        _ query: Query, _ indexes: [IndexName: IndexFields]? = nil, hasNameless: Bool = false, isScored: Bool = false
    ) throws -> String {
        let dsl = QueryDSL(try indexes ?? self.indexes(), hasNameless: hasNameless, isScored: isScored)
        var json = JSONWriter()
        try dsl.clause(query).write(to: &json)
        return json.string
    }

    private static let fields = #""fields":["name","description"]"#

    @Test(
        "compiles every clause",
        arguments: [
            (.everything, #"{"match_all":{}}"#), (.all([]), #"{"match_all":{}}"#), (.any([]), #"{"match_none":{}}"#),
            (.term(Query.Term("a \"b")), #"{"multi_match":{"query":"a \"b","type":"phrase",\#(fields)}}"#),
            (
                .term(Query.Term("ja", .prefix)),
                #"{"bool":{"should":[{"prefix":{"name":"ja"}},{"prefix":{"description":"ja"}}]}}"#
            ),
            (
                .term(Query.Term("a ja", .prefix)),
                #"{"multi_match":{"query":"a ja","type":"phrase_prefix",\#(fields),"max_expansions":10000}}"#
            ),
            (
                .term(Query.Term("국")),
                #"{"bool":{"should":[{"wildcard":{"name":{"value":"*국*"}}},{"wildcard":{"description":{"value":"*국*"}}}]}}"#
            ),
            (.anyToken(of: "a b", in: .name), #"{"match":{"name":{"query":"a b","lenient":true}}}"#),
            (.all([.term(Query.Term("a")), .everything]), #"{"multi_match":{"query":"a","type":"phrase",\#(fields)}}"#),
            (
                .all([
                    .term(Query.Term("a")), .field("genre", .equals(.text("b"))), .not(.field("live", .equals(.boolean(true)))),
                ]),
                #"{"bool":{"must":[{"multi_match":{"query":"a","type":"phrase",\#(fields)}}],"#
                    + #""filter":[{"term":{"genre":"b"}}],"must_not":[{"term":{"live":"true"}}]}}"#
            ),
            (
                .all([.any([.field("genre", .exists), .any([.everything])]), .not(.not(.field("style", .exists)))]),
                #"{"exists":{"field":"genre"}}"#
            ),
            (.not(.any([])), #"{"match_all":{}}"#),
        ] as [(Query, String)])
    func compiles(query: Query, json: String) throws { #expect(try QueryDSLTests.text(query) == json) }

    @Test(
        "asks a field in the way of its mapping",
        arguments: [
            ("genre", .has(Query.Term("Cool Jazz")), #"{"term":{"genre":"Cool Jazz"}}"#),
            ("genre", .has(Query.Term("Co", .prefix)), #"{"prefix":{"genre":"Co"}}"#),
            ("genre", .begins(with: "Co"), #"{"prefix":{"genre":"Co"}}"#),
            ("style", .equals(.text("a")), #"{"term":{"genre":"a"}}"#),
            ("genre", .equals(.integer(5)), #"{"term":{"genre":"5"}}"#),
            ("name", .equals(.text("a b")), #"{"term":{"name.keyword":"a b"}}"#),
            ("name", .begins(with: "a "), #"{"prefix":{"name.keyword":"a "}}"#),
            ("owner.city", .has(Query.Term("서울")), #"{"multi_match":{"query":"서울","type":"phrase","fields":["owner.city"]}}"#),
            (
                "owner.city", .has(Query.Term("running", .prefix)),
                #"{"multi_match":{"query":"running","type":"phrase_prefix","fields":["owner.city"],"max_expansions":10000}}"#
            ),
            ("owner", .exists, #"{"exists":{"field":"owner"}}"#),
            ("tracks", .exists, #"{"nested":{"path":"tracks","ignore_unmapped":true,"query":{"match_all":{}}}}"#),
            (
                "tracks.title", .has(Query.Term("ja", .prefix)),
                #"{"nested":{"path":"tracks","ignore_unmapped":true,"query":{"prefix":{"tracks.title":"ja"}}}}"#
            ),
            ("flat", .has(Query.Term("a b")), #"{"match":{"flat":{"query":"a b","operator":"and"}}}"#),
            ("flat", .has(Query.Term("東京")), #"{"match":{"flat":{"query":"東京","operator":"and"}}}"#),
            ("flat", .has(Query.Term("a b", .prefix)), #"{"match_bool_prefix":{"flat":{"query":"a b","operator":"and"}}}"#),
            ("flat", .has(Query.Term("a_b")), #"{"match":{"flat":{"query":"a_b","operator":"and"}}}"#),
            ("flat", .has(Query.Term("a", .prefix)), #"{"prefix":{"flat":"a"}}"#),
            ("short", .exists, #"{"bool":{"should":[{"exists":{"field":"short"}},{"term":{"_ignored":"short"}}]}}"#),
            ("_id", .equals(.text("a")), #"{"ids":{"values":["a"]}}"#), ("_id", .equals(.text("")), #"{"match_none":{}}"#),
            ("nothing", .exists, #"{"match_none":{}}"#), ("live", .equals(.text("yes")), #"{"match_none":{}}"#),
        ] as [(FieldPath, FieldTest, String)])
    func asks(path: FieldPath, test: FieldTest, json: String) throws {
        #expect(try QueryDSLTests.text(.field(path, test)) == json)
    }

    @Test(
        "never asks for a value that the field's type cannot hold",
        arguments: [
            ("plays", .equals(.integer(5)), #"{"range":{"plays":{"gte":5,"lt":6}}}"#),
            ("plays", .equals(.number(5.5)), #"{"match_none":{}}"#), ("plays", .equals(.integer(1 << 40)), #"{"match_none":{}}"#),
            ("plays", .within(ValueRange(from: .init(.number(5.5), isIncluded: false))), #"{"range":{"plays":{"gte":6}}}"#),
            ("plays", .within(ValueRange(to: .init(.integer(5), isIncluded: false))), #"{"range":{"plays":{"lt":5}}}"#),
            ("plays", .within(ValueRange(to: .init(.number(-1e300), isIncluded: true))), #"{"match_none":{}}"#),
            (
                "plays", .within(ValueRange(from: .init(.number(-1e300), isIncluded: true))),
                #"{"bool":{"should":[{"exists":{"field":"plays"}},{"term":{"_ignored":"plays"}}]}}"#
            ),
            ("tempo", .equals(.integer(0)), #"{"range":{"tempo":{"gte":-0.0,"lte":0.0}}}"#),
            ("tempo", .within(ValueRange(to: .init(.number(1.5), isIncluded: false))), #"{"range":{"tempo":{"lt":1.5}}}"#),
            ("score", .equals(.number(1e300)), #"{"match_none":{}}"#),
            ("score", .equals(.number(0.1)), #"{"term":{"score":0.1}}"#),
            ("score", .within(ValueRange(to: .init(.number(1e300), isIncluded: true))), #"{"exists":{"field":"score"}}"#),
            (
                "created_at", .within(ValueRange(from: .init(.date(Timestamp(milliseconds: -5)), isIncluded: false))),
                #"{"range":{"created_at":{"gte":-4,"format":"epoch_millis"}}}"#
            ),
            (
                "seen_at", .within(ValueRange(to: .init(.date(Timestamp(milliseconds: 7)), isIncluded: true))),
                #"{"range":{"seen_at":{"lt":8,"format":"epoch_millis"}}}"#
            ),
            (
                "seen_at", .within(ValueRange(to: .init(.date(Timestamp(milliseconds: -7)), isIncluded: true))),
                #"{"match_none":{}}"#
            ),
        ] as [(FieldPath, FieldTest, String)])
    func limits(path: FieldPath, test: FieldTest, json: String) throws {
        #expect(try QueryDSLTests.text(.field(path, test)) == json)
    }

    @Test(
        "says of which field the index cannot tell",
        arguments: [
            ("secret", .equals(.text("a")), "secret"), ("secret", .exists, "secret"), ("raw", .exists, "raw"),
            ("place", .equals(.text("a")), "geo_point"), ("description", .equals(.text("a")), "words"),
            ("name", .equals(.text("longer")), "5 characters"), ("_id", .begins(with: "a"), "_id"),
            ("genre", .begins(with: String(repeating: "x", count: 1_001)), "1000"),
            ("genre", .begins(with: String(repeating: "가", count: 334)), "1000"),
            ("kept", .has(Query.Term("a")), "not indexed"), ("ranks", .exists, "rank_features"),
        ] as [(FieldPath, FieldTest, String)])
    func says(path: FieldPath, test: FieldTest, word: String) throws {
        let failure = try #require(throws: Failure.self) { try QueryDSLTests.text(.field(path, test)) }
        #expect(failure.kind == .usage && failure.sentence.string.contains(word), "\(failure)")
    }

    @Test("asks each index in the way of its own mapping")
    func mixed() throws {
        let both = try QueryDSLTests.indexes(
            """
            {"a": {"mappings": {"properties": {"genre": {"type": "text"}}}}, "b": {"mappings": {"properties": {"genre": {"type": "keyword"}}}},
            "c": {"mappings": {}}, "d": {"mappings": {"properties": {"genre": {"type": "keyword", "ignore_above": 9}}}}}
            """)
        #expect(
            try QueryDSLTests.text(.field("genre", .has(Query.Term("ja", .prefix))), both) == #"{"prefix":{"genre":"ja"}}"#)
        #expect(
            try QueryDSLTests.text(.field("genre", .has(Query.Term("a b"))), both)
                == #"{"bool":{"should":[{"bool":{"must":[{"multi_match":{"query":"a b","type":"phrase","fields":["genre"]}}],"#
                + #""filter":[{"terms":{"_index":["a"]}}]}},{"bool":{"filter":[{"terms":{"_index":["b","d"]}},{"term":{"genre":"a b"}}]}}]}}"#
        )
    }

    @Test("a query that is too much for the server is a sentence, and is not sent")
    func limits() throws {
        let many = Query.any((0..<501).map { .term(Query.Term("w\($0)")) })
        var deep = Query.field("live", .exists)
        for level in 0..<40 {
            deep = level % 2 == 0 ? .all([deep, .field("genre", .exists)]) : .any([deep, .field("genre", .exists)])
        }
        var abyss = Query.everything
        for _ in 0..<5_000 { abyss = .not(abyss) }
        // Each word before the beginning of a word counts, in each of the two fields.
        let long = Query.term(Query.Term(String(repeating: "a ", count: 501) + "b", .prefix))
        let ranges = Query.all(
            (0..<501).map { .field("plays", .within(ValueRange(from: .init(.integer($0), isIncluded: true)))) })
        let unordered = Query.field("flat", .has(Query.Term(String(repeating: "a ", count: 1_001))))
        for query in [many, deep, abyss, long, ranges, unordered] {
            let failure = try #require(throws: Failure.self) { try QueryDSLTests.text(query) }
            #expect(failure.kind == .usage && failure.sentence.string.hasPrefix("The query"))
        }
        #expect(throws: Never.self) { try QueryDSLTests.text(.any((0..<500).map { .term(Query.Term("w\($0)")) })) }
    }

    @Test("has the server mark what it cuts into words in a way of its own, unless a term is so long that the server fails")
    func marks() throws {
        let dsl = QueryDSL(try QueryDSLTests.indexes(), hasNameless: false)
        let dialect = Dialect(.openSearch, Dialect.Version(major: 2, minor: 19))
        func fields(_ query: Query) -> [String]? { dsl.highlight(of: query, dialect)?.fields }
        #expect(fields(.field("owner.city", .has(Query.Term("a")))) == ["owner.city"])
        #expect(fields(.field("style", .equals(.text("a")))) == ["genre"])
        #expect(fields(.field("genre", .equals(.text("a")))) == nil && fields(.term(Query.Term("a"))) == nil)
        let long = Query.term(Query.Term(String(repeating: "가", count: 101)))
        #expect(fields(.all([long, .field("style", .equals(.text("a")))])) == nil)
    }

    @Test("by relevance a prefix finds all and rates them")
    func scored() throws {
        let text = try QueryDSLTests.text(.field("description", .has(Query.Term("ja", .prefix))), isScored: true)
        #expect(text.contains(#"{"prefix":{"description":"ja"}},{"multi_match":"#))
    }

    @Test("looks in other fields where a document has neither name nor description")
    func scopes() throws {
        func fields(_ names: String...) throws -> IndexFields {
            let properties = names.map { "\"\($0)\":{\"type\":\"text\"}" }.joined(separator: ",")
            return try #require(try QueryDSLTests.indexes("{\"i\":{\"mappings\":{\"properties\":{\(properties)}}}}")["i"])
        }
        let named = try fields("name", "title")
        let other = try fields("city")
        #expect(QueryDSL(["a": named], hasNameless: false).scope == .fields(["name", "description"]))
        #expect(QueryDSL(["a": named], hasNameless: true).scope == .byDocument(["title"]))
        #expect(QueryDSL(["a": other], hasNameless: true).scope == .fields(["city"]))
        #expect(QueryDSL(["a": named, "b": other], hasNameless: true).scope == .byDocument(["city", "title"]))
        #expect(QueryDSL(["a": try fields()], hasNameless: true).scope == .fields(["name", "description"]))
        let kept = try QueryDSLTests.indexes(
            #"{"i":{"mappings":{"properties":{"name":{"type":"text","index":false},"city":{"type":"text"}}}}}"#)
        #expect(QueryDSL(kept, hasNameless: true).scope == .fields(["city"]))
        let text = try QueryDSLTests.text(.term(Query.Term("a")), ["a": named], hasNameless: true)
        #expect(text.contains(#""must_not":[{"exists":{"field":"name"}},{"exists":{"field":"description"}}]"#))
    }

    @Test("a search says its order, what is missing, and what tells equals apart")
    func body() {
        let request = SearchRequest(indexes: ["a"], query: .everything, sort: .latest, order: .ascending, start: 20, size: 5)
        var body = SearchBody(request, .everything)
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == #"{"size":5,"from":20,"query":{"match_all":{}},"sort":[{"created_at":{"order":"asc","missing":"_last","unmapped_type":"date"}},"#
                + #"{"_seq_no":{"order":"desc","unmapped_type":"long"}}],"track_total_hits":true}"#)
        (body.from, body.hasSource, body.isCounted, body.sort) = (0, false, false, .relevance)
        body.after = Array("[1.5,2]".utf8)
        body.pointInTime = SearchBody.PointInTime(id: "p", tiebreaker: "_shard_doc")
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == #"{"size":5,"query":{"match_all":{}},"sort":[{"_score":{"order":"asc"}},{"_seq_no":{"order":"desc","unmapped_type":"long"}},"#
                + #"{"_shard_doc":{"order":"asc"}}],"track_total_hits":false,"_source":false,"pit":{"id":"p","keep_alive":"2m"},"search_after":[1.5,2]}"#
        )
    }
}
