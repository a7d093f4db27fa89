import Testing

@testable import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// Whatever way a search takes, it finds what testing every document finds, in the same order.
@Suite("Embedded index, ways to search") struct EmbeddedPlanTests {
    private static let documents = (0..<3_000).map { number in
        var name = "common"
        if number % 2 == 0 { name += " even" }
        if number % 3 == 1 { name += " third" }
        if number % 6 == 4 { name += " prefixed\(number % 100)" }
        if number % 500 == 3 { name += " rare" }
        // More words that begin alike than a prefix is spelled out as, few and many documents with each.
        if number % 5 == 2 { name += " compound\(number % 31)" }
        if number > 2_900 { name += " coda" }
        if number % 100 == 53 { name += " " + clock + (number % 200 == 53 ? "done" : "gone") }
        // Dates and popularities are all different, so that there is one right order.
        return Document(
            index: "many", id: DocumentID("\(number)"), source: Array(#"{"genre":"g\#(number % 7)"}"#.utf8), name: name,
            createdAt: number % 50 == 9 ? nil : Timestamp(milliseconds: Int64(number * 7_919 % 30_011 - 2_000)),
            popularity: number % 40 == 9 ? nil : Int64(number * 104_729 % 30_011))
    }

    /// More words than are looked up in a row.
    private static let clock = String(repeating: "tick tock ", count: 12)

    private static func word(_ text: String, _ match: Query.Term.Match = .phrase) -> Query { .term(Query.Term(text, match)) }
    private static func popularity(_ range: ValueRange) -> Query { .field(.popularity, .within(range)) }
    private static func since(_ date: Int64) -> Query {
        .field(.createdAt, .within(ValueRange(from: .init(.date(Timestamp(milliseconds: date)), isIncluded: true))))
    }
    private static let genre = Query.field("genre", .has(Query.Term("g3")))

    private static let queries: [Query] = [
        .everything, word("common"), word("even"), word("rare"), word("nothing"), .all([word("even"), word("third")]),
        .any([word("rare"), word("third")]), .not(word("even")), .all([word("common"), .not(word("even"))]),
        .all([.not(.any([word("even"), word("rare")])), word("common")]), .not(.not(word("third"))),
        .all([.any([word("even"), .all([word("third"), .not(word("rare"))])]), word("common")]),
        word("prefixed", .prefix), word("co", .prefix), .all([word("pre", .prefix), genre]),
        word("c", .prefix), word("com", .prefix), word("comp", .prefix), word("cod", .prefix), word("none", .prefix),
        .all([word("even"), word("comp", .prefix)]), .all([word("rare"), word("comp", .prefix)]),
        .all([word("even"), word("pref", .prefix)]), .all([word("third"), .not(word("prefixed", .prefix))]),
        .all([word("cod", .prefix), word("comp", .prefix)]), .any([word("rare"), word("cod", .prefix)]),
        word("common ev", .prefix), word("common eve", .prefix), word("even thi", .prefix),
        word(clock + "done"), word(clock + "do", .prefix), .field(.name, .has(Query.Term(clock + "done"))),
        .all([word("common"), .not(word(clock + "done"))]), .any([word("rare"), word(clock + "gone")]),
        .all([since(20_000), word("comp", .prefix)]),
        .all([word("comp", .prefix), popularity(ValueRange(to: .init(.integer(300), isIncluded: false)))]),
        .field(.name, .has(Query.Term("comp", .prefix))), .field(.description, .has(Query.Term("cod", .prefix))),
        genre, .all([genre, word("even")]), .not(genre), .any([genre, word("rare")]),
        .all([.any([genre, word("rare")]), word("even")]),
        since(20_000), .all([since(20_000), word("even")]), .all([since(27_900), word("common")]), .all([since(20_000), genre]),
        .not(since(0)), .field(.createdAt, .exists), .field(.popularity, .exists), .not(.field(.popularity, .exists)),
        popularity(ValueRange(from: .init(.integer(15_000), isIncluded: false))),
        popularity(ValueRange(from: .init(.integer(100), isIncluded: true), to: .init(.number(399.5), isIncluded: true))),
        .all([word("even"), popularity(ValueRange(from: .init(.integer(9_000), isIncluded: true)))]),
        .all([word("even"), popularity(ValueRange(to: .init(.integer(300), isIncluded: false)))]),
        .all([genre, since(5_000), word("even"), popularity(ValueRange(from: .init(.number(1_000.5), isIncluded: true)))]),
        popularity(ValueRange(from: .init(.integer(5), isIncluded: false), to: .init(.integer(5), isIncluded: true))),
        .field(.id, .equals(.text("77"))), .all([.field(.id, .equals(.text("78"))), word("even")]),
        .all([.field(.id, .equals(.text("78"))), .field(.id, .equals(.text("79")))]),
        .any([.field(.id, .equals(.text("5"))), genre]),
    ]

    @Test("finds and orders like a test of every document, page by page, and never counts too many")
    func agrees() async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(WriteBatch(operations: Self.documents.map(WriteOperation.index)))
        for query in Self.queries {
            let matcher = LiveMatcher(query)
            let matching = Self.documents.filter(matcher.matches)
            for (sort, order) in [Sort.latest, .popularity].flatMap({ sort in SortOrder.allCases.map { (sort, $0) } }) {
                let expected = Self.sorted(matching, sort, order)
                var request = SearchRequest(query: query, sort: sort, order: order, size: 30)
                var found: [DocumentID] = []
                for page in 0..<3 {
                    let results = try await index.search(request)
                    found += results.hits.map(\.id)
                    let isRight =
                        results.total.value == matching.count
                        || results.total.isLowerBound && results.total.value <= matching.count
                    #expect(isRight, "\(query): \(results.total) of \(matching.count)")
                    #expect((results.next != nil) == (expected.count > found.count), "\(query) by \(sort) \(order), page \(page)")
                    request.after = results.next
                    if results.next == nil { break }
                }
                #expect(found == Array(expected.prefix(90)), "\(query) by \(sort) \(order)")
                let far = SearchRequest(query: query, sort: sort, order: order, start: max(matching.count - 20, 0), size: 30)
                let last = try await index.search(far).hits.map(\.id)
                #expect(last == Array(expected.dropFirst(far.start).prefix(30)), "the end of \(query) by \(sort) \(order)")
            }
            let ranked = try await index.search(SearchRequest(query: query, sort: .relevance, size: 3_000))
            #expect(Set(ranked.hits.map(\.id)) == Set(matching.map(\.id)), "\(query)")
            #expect(ranked.hits.map { $0.score ?? 0 } == ranked.hits.map { $0.score ?? 0 }.sorted(by: >), "\(query)")
        }
        await index.close()
    }

    @Test(
        "orders documents that share a standing by popularity and place, both ways and page by page",
        arguments: [nil, -7, 0, 5_000_000_000_000])
    func crowded(popularity: Int64?) async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        // Too many of nearly the same popularity and moment for each to have the standing that it should; written in no order, in two batches,
        // some of them moved after that.
        var documents = (0..<600).map { number -> Document in
            let date = Timestamp(milliseconds: Int64(number * 7 % 600 / 200))
            let name = number % 2 == 0 ? "even" : "odd"
            return Document(
                index: "many", id: DocumentID("\(number)"), source: Array("{}".utf8), name: name, createdAt: date,
                popularity: popularity.map { $0 + Int64(number % 3) })
        }
        _ = try await index.write(WriteBatch(operations: documents.prefix(300).map(WriteOperation.index)))
        for number in 0..<100 { documents[number].popularity = number % 4 == 0 ? nil : 3 }
        let more = Array(documents.prefix(100)) + documents.suffix(300)
        _ = try await index.write(WriteBatch(operations: more.map(WriteOperation.index)))
        for query in [Query.everything, Self.word("even")] {
            for order in SortOrder.allCases {
                var request = SearchRequest(query: query, sort: .popularity, order: order, size: 37)
                var hits: [Hit] = []
                repeat {
                    let results = try await index.search(request)
                    hits += results.hits
                    request.after = results.next
                } while request.after != nil
                #expect(hits.count == (query == .everything ? 600 : 300) && Set(hits.map(\.id)).count == hits.count)
                let sign: Int64 = order == .ascending ? 1 : -1
                let keys = hits.map { hit -> [Int64] in
                    let (popularity, date) = (hit.popularity ?? 0, hit.createdAt?.milliseconds ?? 0)
                    return [hit.popularity == nil ? 1 : 0, sign * popularity, sign * date]
                }
                #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) }, "\(query) \(order)")
            }
        }
        await index.close()
    }

    private static func sorted(_ documents: [Document], _ sort: Sort, _ order: SortOrder) -> [DocumentID] {
        let undated = Dictionary(
            uniqueKeysWithValues: Self.documents.filter { $0.createdAt == nil }.enumerated().map {
                ($1.id, Int64.min + Int64($0))
            })
        return documents.map { document in
            let place = undated[document.id] ?? Place.places(for: document.createdAt).lowerBound
            return (document.id, Position(table: 1, place: place, popularity: document.popularity))
        }.sorted { $0.1.precedes($1.1, by: sort, order) }.map(\.0)
    }

    @Test("ranks a rare word above a common one and a name above a description")
    func ranking() async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        func document(_ id: String, _ name: String, _ description: String) -> WriteOperation {
            .index(Document(index: "many", id: DocumentID(id), source: Array("{}".utf8), name: name, description: description))
        }
        let others = (0..<50).map { document("other \($0)", "common", "one two") }
        let some = [
            document("common", "common", "x two"), document("described", "x", "rare two"), document("named", "rare", "x two"),
        ]
        _ = try await index.write(WriteBatch(operations: others + some))
        let query = Query.any([Self.word("common"), Self.word("rare")])
        let hits = try await index.search(SearchRequest(query: query, sort: .relevance, size: 3)).hits
        #expect(hits.map(\.id) == ["named", "described", "common"])
        await index.close()
    }

    @Test("guesses well how many documents have a word, and counts them exactly where they are few", arguments: [100, 20_000])
    func weights(documents: Int) throws {
        let folder = try TemporaryFolder()
        let connection = try SQLiteConnection(file: folder.path + "/index.db", access: .readWrite)
        try Schema.migrate(connection, file: folder.path)
        try connection.transaction { () throws(Failure) in
            var changes = try DocumentChanges(to: try IndexTable.make("many", on: connection), on: connection)
            for number in 0..<documents {
                let name = number % 4 == 0 ? "often" : number % 50 == 1 ? "seldom" : "other"
                try changes.index(
                    Document(
                        index: "many", id: DocumentID("\(number)"), source: [], name: name, popularity: Int64(number * 7 % 1_000))
                )
            }
            try changes.finish()
        }
        let table = try #require(try IndexTable.find("many", on: connection))
        let words = ["often", "seldom", "none"].map { MatchExpression.Phrase(words: [.init(text: "\"\($0)\"")]) }
        let weights = try PhraseWeights(table: table, connection: connection).weights(of: words)
        for (weight, share) in zip(weights, [0.25, 0.02, 0]) {
            let right = log(1 + (1 - share + 0.5 / Double(documents)) / (share + 0.5 / Double(documents)))
            #expect(abs(weight - right) < 0.01 * right, "\(weight), \(right)")
        }
    }

    @Test("counts what is left of many documents, the most popular of them, where a word must not be in them")
    func leftOver() async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        // Of the 10,000 most popular every fourth is without the word, of the others one is.
        let documents = (0..<10_100).map { number in
            let isFree = number < 10_000 ? number % 4 == 0 : number == 10_050
            return Document(
                index: "many", id: DocumentID("\(number)"), source: Array("{}".utf8), name: isFree ? "free" : "free not",
                popularity: Int64(-number))
        }
        _ = try await index.write(WriteBatch(operations: documents.map(WriteOperation.index)))
        func total(_ query: Query) async throws -> SearchResults.Total {
            try await index.search(SearchRequest(query: query, size: 10)).total
        }
        #expect(try await total(.not(Self.word("not"))) == SearchResults.Total(2_500, isLowerBound: true))
        let both = Query.all([.not(.any([Self.word("not"), Self.word("none")])), .not(Self.word("nothing"))])
        #expect(try await total(both) == SearchResults.Total(2_500, isLowerBound: true))
        #expect(try await total(.not(Self.word("free"))) == SearchResults.Total(0))
        await index.close()
    }

    @Test("tells how it searched")
    func explains() async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(WriteBatch(operations: Self.documents.map(WriteOperation.index)))
        let cases: [(Query, Sort, [String])] = [
            (Self.word("even"), .latest, ["full text: (\"even\")", "walks the matches by time", "counts 1500 matches"]),
            (Self.word("even"), .popularity, ["walked 11 documents with (\"even\") by popularity", "counts 1500 matches"]),
            (.all([Self.since(29_900), Self.word("even")]), .popularity, ["sorts them by popularity"]),
            (
                .not(Self.word("even")), .popularity,
                ["documents by popularity", "tested each", "counts 3000 documents and 1500 of them with (\"even\")"]
            ),
            (Self.word("rare"), .relevance, ["ranks 6 matches"]),
            (Self.genre, .latest, ["tested document by document: 1 clause", "walks the documents by time"]),
            (Self.word("co", .prefix), .latest, ["full text: (\"^co\")", "counts 3000 matches"]),
            (Self.word("cod", .prefix), .latest, ["prefixes spelled out: (\"coda\")", "counts 99 matches"]),
            (Self.word("com", .prefix), .latest, ["tests what has their beginnings", "10 of at least 11"]),
            (
                Self.word(String(repeating: "common ", count: 9) + "prefixed1", .prefix), .latest,
                ["tests what has their beginnings", "0 of"]
            ),
            (Self.word(Self.clock + "done"), .latest, ["tested document by document: 1 clause\n", "10 of 15 matches"]),
            (
                .all([Self.word("common"), Self.word("prefixed1", .prefix)]), .popularity,
                ["prefixes spelled out: ((\"common\") AND (\"prefixed10\" OR \"prefixed12\""]
            ),
            (Self.since(1_000), .latest, ["created_at from 1000"]), (.any([]), .latest, ["no document can match"]),
        ]
        for (query, sort, parts) in cases {
            let lines = try await index.explain(SearchRequest(query: query, sort: sort)).map(\.string).joined(separator: "\n")
            for part in parts { #expect(lines.contains(part), "\(part) in:\n\(lines)") }
        }
        await index.close()
    }

    @Test("tests document by document what is nested too deep for the full-text index")
    func deep() throws {
        // Each part alone is as deep as the full-text index takes it; together they are too deep.
        func nested(_ name: String) -> Query {
            (1..<30).reduce(Self.word(name)) { query, number in
                let other = Self.word("\(name)\(number)")
                return number.isMultiple(of: 2) ? .all([query, other]) : .any([query, other])
            }
        }
        let parts = [nested("a"), nested("b")]
        #expect(parts.allSatisfy { MatchExpression($0, .places) != nil } && MatchExpression(.all(parts), .places) == nil)
        let query = try QuerySQL(.all(parts), .places)
        #expect(!query.isEverything && query.expression == nil && query.rest == parts)
    }

    @Test("finds more documents of one moment than it has places for, and no others")
    func overfullMoment() throws {
        let table = IndexTable(number: 1, name: "many", documents: 1, bytes: 0)
        let folder = try TemporaryFolder()
        let connection = try SQLiteConnection(file: folder.path + "/index.db", access: .readWrite)
        try connection.execute("CREATE TABLE \(table.documentsTable) (place INTEGER PRIMARY KEY)")
        let query = try QuerySQL(Self.since(5_000), .places)
        func search() throws -> TableSearch {
            try TableSearch(
                SearchRequest(query: .everything), query, after: nil, in: table, on: connection,
                trace: SearchTrace(isWanted: false))
        }
        #expect(try search().test.rest == nil)
        let last = Place.places(for: Timestamp(milliseconds: 4_999)).upperBound
        try connection.execute("INSERT INTO \(table.documentsTable) VALUES (\(last))")
        #expect(try search().test.rest != nil)
        #expect(try search().rows.places.first == Place.firstDated)
    }

    @Test(
        "refuses a cursor that it did not write",
        arguments: [[], [2], [0], [0, 0], [0, 9], [1, 1], [0, 0, 1, 2, 3]] as [[UInt8]])
    func foreignCursor(bytes: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(WriteBatch(operations: [.index(Self.documents[0])]))
        await expectFailure(.usage, "search again") {
            try await index.search(SearchRequest(query: .everything, after: SearchCursor(bytes: bytes)))
        }
        await index.close()
    }
}
