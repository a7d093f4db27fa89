import Conformance
import Testing

@testable import Engine

@Suite("Embedded index, searching") struct EmbeddedSearchTests {
    @Test("finds what the query means, as the live matcher does")
    func agrees() async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let documents = try MatchCase.documents()
        _ = try await index.write(
            WriteBatch(operations: documents.map(WriteOperation.index)))
        for example in MatchCase.all {
            let query = try example.parsed()
            let matcher = LiveMatcher(query)
            for sort in Sort.allCases {
                let results = try await index.search(SearchRequest(query: query, sort: sort, size: 1_000))
                #expect(results.hits.contains { $0.id == example.id } == example.isMatch, "\(example)")
                // Not only for its own document: the two must agree on all of them.
                let matching = Set(documents.filter(matcher.matches).map(\.id))
                #expect(Set(results.hits.map(\.id)) == matching, "\(example)")
                #expect(results.total == SearchResults.Total(matching.count))
            }
        }
        await index.close()
    }

    @Test(
        "finds any token of a text in one field, as the live matcher does",
        arguments: [
            ("jazz note", .name, "ab"), ("NOTE", .description, "c"), ("국", .name, "d"), ("한국 대한", .name, "d"),
            ("\"blue\" OR -x", .name, "b"), ("name:zzz", .name, ""), ("", .name, ""), ("!?", .name, ""),
        ] as [(String, FieldPath, String)])
    func anyToken(text: String, field: FieldPath, expected: String) async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let rows: [(DocumentID, String, String)] = [
            ("a", "Jazz for a night", "blue"), ("b", "Blue Note", "jazz"), ("c", "else", "note"), ("d", "대한민국", "-"),
        ]
        let documents = rows.map { Document(index: "shelf", id: $0.0, source: [], name: $0.1, description: $0.2) }
        _ = try await index.write(WriteBatch(operations: documents.map(WriteOperation.index)))
        let query = Query.anyToken(of: text, in: field)
        let hits = try await index.search(SearchRequest(query: query, sort: .popularity)).hits
        #expect(hits.map(\.id.rawValue).sorted().joined() == expected)
        #expect(documents.filter(LiveMatcher(query).matches).map(\.id.rawValue).joined() == expected)
        await index.close()
    }

    private static func shelf() -> [Document] {
        let rows: [(DocumentID, Int64?, Int64?)] = [
            ("a", 1_000, 5), ("b", 3_000, nil), ("c", nil, 9), ("d", 2_000, 5), ("e", nil, nil), ("f", -500, 1), ("g", 2_000, -3),
        ]
        return rows.map { id, date, popularity in
            Document(
                index: "shelf", id: id, source: [], name: "book \(id.rawValue)", createdAt: date.map(Timestamp.init),
                popularity: popularity)
        }
    }

    @Test(
        "sorts in both directions with the missing ones last, whether it matches or lists",
        arguments: [
            (.latest, .descending, "bgdafec"), (.latest, .ascending, "fadgbec"), (.popularity, .descending, "cdafgbe"),
            (.popularity, .ascending, "gfadceb"),
        ] as [(Sort, SortOrder, String)], ["", "book"])
    func sorts(expected: (Sort, SortOrder, String), query: String) async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(WriteBatch(operations: Self.shelf().map(WriteOperation.index)))
        var request = SearchRequest(query: try QueryParser.parse(query), sort: expected.0, order: expected.1, size: 100)
        #expect(try await index.search(request).hits.map(\.id.rawValue).joined() == expected.2)
        request.size = 3
        request.start = 2
        let page = try await index.search(request)
        #expect(page.hits.map(\.id.rawValue).joined() == expected.2.dropFirst(2).prefix(3))
        #expect(page.total == SearchResults.Total(7))
        await index.close()
    }

    @Test("merges many indexes in the order of one", arguments: Sort.allCases, SortOrder.allCases)
    func merges(sort: Sort, order: SortOrder) async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let documents = (0..<60).map { number in
            Document(
                index: IndexName("shelf\(number % 3)"), id: DocumentID("\(number)"), source: [],
                name: "book " + String(repeating: "more ", count: number % 7),
                createdAt: number % 5 == 0 ? nil : Timestamp(milliseconds: Int64(number * 7_919 % 61)),
                popularity: number % 4 == 0 ? nil : Int64(number * 31 % 17))
        }
        _ = try await index.write(WriteBatch(operations: documents.map(WriteOperation.index)))
        var request = SearchRequest(query: .term(.init("book")), sort: sort, order: order, size: 60)
        let all = try await index.search(request).hits
        #expect(Set(all.map(\.id)) == Set(documents.map(\.id)))
        #expect(all.map(\.sortValue) == Self.sorted(all.map(\.sortValue), order))
        #expect(all.map(\.score) == all.map(\.score).sorted { ($0 ?? 0) < ($1 ?? 0) } || order == .descending)
        request.start = 17
        request.size = 9
        #expect(try await index.search(request).hits == Array(all[17..<26]))
        request.indexes = ["shelf1"]
        request.start = 0
        #expect(try await index.search(request).hits == Array(all.filter { $0.index == "shelf1" }.prefix(9)))
        await index.close()
    }

    private static func sorted(_ values: [Int64?], _ order: SortOrder) -> [Int64?] {
        let known = values.compactMap { $0 }.sorted()
        return (order == .ascending ? known : known.reversed()) + values.filter { $0 == nil }
    }

    @Test("names a field in its composed form, as queries do, however the document writes it")
    func composed() async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let name = "\u{1112}\u{1161}\u{11AB}"
        _ = try await index.write(
            WriteBatch(operations: [
                .index(Document(index: "shelf", id: "1", source: Array("{\"\(name)\": {\"\(name)\": 1}}".utf8)))
            ]))
        let types = try await index.fields(of: ["shelf"]).types
        let keys = types.keys.map { Array($0.rawValue.utf8) }
        #expect(keys.contains(Array("한.한".utf8)) && !keys.contains(Array("\(name).\(name)".utf8)))
        await index.close()
    }

    @Test("names the nearest indexes for one that is not there")
    func unknown() async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        await expectFailure(.usage, "any other") {
            try await index.search(SearchRequest(indexes: ["playlist"], query: .everything))
        }
        for name in ["playlist", "chatroom"] {
            _ = try await index.write(
                WriteBatch(operations: [.index(Document(index: IndexName(name), id: "1", source: []))]))
        }
        await expectFailure(.usage, "did you mean playlist?") {
            try await index.search(SearchRequest(indexes: ["playlsit"], query: .everything))
        }
        await expectFailure(.usage, "chatroom, playlist") {
            try await index.search(SearchRequest(indexes: ["zzz\u{1B}"], query: .everything))
        }
        #expect(try await index.indexes().map(\.name) == ["chatroom", "playlist"])
        await index.close()
    }

    @Test(
        "never lets text of the user's break a statement",
        arguments: [
            "\" OR 1=1", "\"\"\"", "NEAR(", "NEAR(a b, 5)", "^", "^a", "a ^b", "col:a", "name : a", "{name}: a", "-a", "a NOT b",
            "a OR",
            "AND", "(", ")", "a + b", "a\u{0}b", "\u{0}", "'; DROP TABLE indexes; --", "*", "**", "a*b*", "\"*", "%_", "\\", "?1",
            "🎵*",
            String(repeating: "x", count: 100_000), String(repeating: "word ", count: 10_000),
            String(repeating: "가", count: 900), String(repeating: "\"", count: 1_001),
            (0..<900).map { "w\($0)" }.joined(separator: " "),
        ])
    func hostile(text: String) async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(WriteBatch(operations: Self.shelf().map(WriteOperation.index)))
        for isTyping in [false, true] {
            // A query that is refused with a sentence is fine; one that SQLite refuses is not.
            guard let query = try? QueryParser.parse(text, continuesLastWord: isTyping) else { continue }
            for sort in Sort.allCases { _ = try await index.search(SearchRequest(query: query, sort: sort)) }
        }
        _ = try? await index.search(SearchRequest(query: .term(.init(text))))
        await expectNoDefect { try await index.search(SearchRequest(query: .all([.term(.init(text)), .everything]))) }
        await index.close()
    }

    private static func manyDocument(_ number: Int) -> Document {
        Document(
            index: "many", id: DocumentID("\(number)"), source: [],
            name: "common" + (number.isMultiple(of: 2) ? " even" : "") + (number.isMultiple(of: 3) ? " third" : ""),
            createdAt: Timestamp(milliseconds: Int64(number)), popularity: Int64(number * 7_919 % 12_007))
    }

    @Test("says that a total is a bound, and that only the newest are ranked, where there are very many")
    func bounds() async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let documents = (0..<12_000).map(Self.manyDocument)
        _ = try await index.write(WriteBatch(operations: documents.map(WriteOperation.index)))
        let common = SearchRequest(query: .term(.init("common")), sort: .relevance)
        let ranked = try await index.search(common)
        #expect(ranked.total == SearchResults.Total(5_000, isLowerBound: true))
        #expect(ranked.notice?.string.contains("newest 5000") == true)
        #expect(try await index.search(SearchRequest(query: .everything)).total == SearchResults.Total(12_000))
        #expect(try await index.search(SearchRequest(query: .term(.init("third")))).total == SearchResults.Total(4_000))
        // However the most popular ones are found, they are the same ones: "comm*" gathers, "common" looks one by one, and
        // far pages fall back on gathering.
        let popular = documents.sorted { ($0.popularity ?? 0) > ($1.popularity ?? 0) }.map(\.id)
        for query in [Query.Term("common"), Query.Term("comm", .prefix), Query.Term("co", .prefix)] {
            for start in [0, 7_000, 11_995] {
                let request = SearchRequest(query: .term(query), sort: .popularity, start: start)
                #expect(try await index.search(request).hits.map(\.id) == Array(popular[start...].prefix(10)))
            }
        }
        let evens = documents.filter { $0.name?.contains("even") == true }.sorted { ($0.popularity ?? 0) > ($1.popularity ?? 0) }
            .map(\.id)
        let request = SearchRequest(query: .term(.init("even")), sort: .popularity, start: 5_990, size: 50)
        #expect(try await index.search(request).hits.map(\.id) == Array(evens.dropFirst(5_990)))
        await index.close()
    }

    @Test("counts what a prefix of many words finds while it walks", arguments: [Sort.latest, .popularity, .relevance])
    func gathered(_ sort: Sort) async throws {
        // The newest and most popular begin like them for two letters, so that the matches have to be gathered.
        let documents = (0..<9_500).map { number in
            let ending = [number % 26, number / 26 % 8].map { String(UnicodeScalar(UInt8(97 + $0))) }.joined()
            return Document(
                index: "many", id: DocumentID("\(number)"), source: [],
                name: number < 6_000 ? "con" + ending : number < 8_500 ? "cor" + ending : "cost",
                createdAt: Timestamp(milliseconds: Int64(number)), popularity: Int64(number))
        }
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(WriteBatch(operations: documents.map(WriteOperation.index)))
        for (prefix, last, total) in [
            ("con", 5_999, SearchResults.Total(5_000, isLowerBound: true)), ("cor", 8_499, SearchResults.Total(2_500)),
        ] {
            var request = SearchRequest(query: .term(.init(prefix, .prefix)), sort: sort)
            let found = try await index.search(request)
            #expect(found.total == total)
            #expect(found.hits.map(\.id) == (0..<10).map { DocumentID("\(last - $0)") })
            #expect(try await index.explain(request).contains("counts them on the way"))
            request.after = found.next
            #expect(try await index.search(request).hits.map(\.id) == (10..<20).map { DocumentID("\(last - $0)") })
            request = SearchRequest(query: .term(.init(prefix, .prefix)), sort: sort, start: 2_400)
            #expect(try await index.search(request).hits.map(\.id) == (2_400..<2_410).map { DocumentID("\(last - $0)") })
        }
        await index.close()
    }

    @Test("stops a statement that is running")
    func interrupted() async throws {
        let folder = try TemporaryFolder()
        let running = RunningSearch()
        let endless = Task.detached {
            let connection = try SQLiteConnection(file: folder.path + "/index.db", access: .readWrite)
            running.begin(on: connection.interrupter)
            try connection.run("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n WHERE x < 0")
        }
        let stopper = Task {
            while !Task.isCancelled {
                running.cancel()
                await Task.yield()
            }
        }
        let failure = await #expect(throws: Failure.self) { try await endless.value }
        #expect(failure?.kind == .cancelled)
        stopper.cancel()
    }

    @Test("stops when it is called off")
    func cancelled() async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(WriteBatch(operations: Self.shelf().map(WriteOperation.index)))
        let search = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await index.search(SearchRequest(query: .term(.init("book"))))
        }
        search.cancel()
        let failure = await #expect(throws: Failure.self) { try await search.value }
        #expect(failure?.kind == .cancelled)
        #expect(try await index.search(SearchRequest(query: .term(.init("book")))).hits.count == 7)
        await index.close()
    }
}

func expectFailure(_ kind: Failure.Kind, _ part: String, _ body: () async throws -> some Any) async {
    let failure = await #expect(throws: Failure.self) { _ = try await body() }
    #expect(failure?.kind == kind)
    #expect(failure?.sentence.string.contains(part) == true, "\(failure?.sentence.string ?? "")")
}

private func expectNoDefect(_ body: () async throws -> some Any) async {
    do {
        _ = try await body()
    } catch {
        #expect((error as? Failure)?.kind == .usage, "\(error)")
    }
}
