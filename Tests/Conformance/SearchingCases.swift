import Engine

extension ConformanceCase {
    static let searching: [ConformanceCase] = [
        ConformanceCase("terms are looked up in name and description, and all must be found") { bench in
            try await bench.write(
                bench.document("1", name: "Jazz for a rainy night", description: "piano", createdAt: 3),
                bench.document("2", name: "Blue Note", description: "JAZZ and vinyl", createdAt: 2),
                bench.document("3", name: "Drive", createdAt: 1, other: ["note": "jazz"]))
            try await bench.finds(["1", "2"], .term(Query.Term("jazz")))
            try await bench.finds(["2"], .all([.term(Query.Term("jazz")), .term(Query.Term("vinyl"))]))
            try await bench.finds([], .all([.term(Query.Term("jazz")), .term(Query.Term("drive"))]))
            try await bench.finds(["1", "2", "3"], .everything)
            try await bench.finds(["1", "2", "3"], .all([]))
        },
        ConformanceCase("a phrase is found in its order, a prefix within a word's beginning") { bench in
            try await bench.write(
                bench.document("1", name: "rainy night jazz", createdAt: 2),
                bench.document("2", name: "night rainy", createdAt: 1))
            try await bench.finds(["1"], .term(Query.Term("rainy night")))
            try await bench.finds(["1"], .term(Query.Term("rainy-night")))
            try await bench.finds(["1", "2"], .term(Query.Term("rai", .prefix)))
            try await bench.finds(["1"], .term(Query.Term("night ja", .prefix)))
            try await bench.finds([], .term(Query.Term("rai")))
            try await bench.finds([], .term(Query.Term("ainy", .prefix)))
        },
        ConformanceCase("English stop words are words") { bench in
            try await bench.write(bench.document("1", name: "The Who", createdAt: 1))
            try await bench.finds(["1"], .term(Query.Term("the")))
        },
        ConformanceCase("Korean is found by any two syllables in a row, and by one") { bench in
            try await bench.write(
                bench.document("1", name: "대한민국 재즈", createdAt: 3),
                bench.document("2", description: "비 오는 날 재즈와 함께", createdAt: 2),
                bench.document("3", name: "국", createdAt: 1))
            try await bench.finds(["1"], .term(Query.Term("민국")))
            try await bench.finds(["1"], .term(Query.Term("대한민국")))
            try await bench.finds(["1", "2"], .term(Query.Term("재즈")))
            try await bench.finds(["1", "3"], .term(Query.Term("국")))
            try await bench.finds(["2"], .term(Query.Term("날")))
            try await bench.finds(["1"], .term(Query.Term("대한민", .prefix)))
            try await bench.finds([], .term(Query.Term("한재")))
        },
        ConformanceCase("what is written decomposed is found composed") { bench in
            try await bench.write(bench.document("1", name: "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}", createdAt: 1))
            try await bench.finds(["1"], .term(Query.Term("한국")))
        },
        ConformanceCase("full width and upper case make no difference") { bench in
            try await bench.write(bench.document("1", name: "ＪＡＺＺ　Ｎｉｇｈｔ", createdAt: 1))
            try await bench.finds(["1"], .term(Query.Term("jazz")))
        },
        ConformanceCase("all text is looked up where an index has neither name nor description") { bench in
            let other = IndexName(bench.name.rawValue + "-other")
            try await bench.write(
                bench.document("1", other: ["title": "대한민국의 밤", "city": "Seoul"], in: other),
                bench.document("2", name: "named", createdAt: 5, other: ["title": "서울"]))
            try await bench.finds(["1"], .term(Query.Term("민국")), among: [other])
            try await bench.finds(["1"], .term(Query.Term("seoul")), among: [other])
            try await bench.finds(["1"], .term(Query.Term("국")), among: [other])
            try await bench.finds([], .term(Query.Term("서울")))
            try await bench.finds(["2"], .term(Query.Term("named")), among: [bench.name, other])
            try await bench.finds(["1"], .term(Query.Term("seoul")), among: [bench.name, other])
        },
        ConformanceCase("a plain text finds documents that have any of its words in the field") { bench in
            try await bench.write(
                bench.document("1", name: "blue note", createdAt: 2), bench.document("2", description: "note", createdAt: 1))
            try await bench.finds(["1"], .anyToken(of: "jazz note", in: .name))
        },
        ConformanceCase("an index that is not there is a failure that names the nearest") { bench in
            try await bench.write(bench.document("1", name: "a"))
            let wrong = IndexName(bench.name.rawValue + "x")
            let failure = try await bench.failure {
                _ = try await bench.index.search(SearchRequest(indexes: [wrong], query: .everything))
            }
            try bench.expect(failure.kind == .usage, "usage, got \(failure.kind)")
            try bench.expect(failure.sentence.string.contains(bench.name.rawValue), "the nearest name in: \(failure.sentence)")
        },
        ConformanceCase("no text of a query is syntax") { bench in
            try await bench.write(bench.document("1", name: "a"))
            for text in ["\"", "\\", "*", "a AND (", "{}", "name:", "a\u{0}b", "\u{202E}", "/x/", "~", "-", "[1 TO"] {
                for match in [Query.Term.Match.phrase, .prefix] {
                    _ = try await bench.index.search(SearchRequest(indexes: [bench.name], query: .term(Query.Term(text, match))))
                }
            }
        },
        ConformanceCase("a search that recurs finds what other searches find, after each change") { bench in
            var request = SearchRequest(indexes: [bench.name], query: .anyToken(of: "jazz", in: .name))
            request.isRecurring = true
            for text in ["jazz", "cool jazz", "blues"] {
                try await bench.write(bench.document("1", name: text, createdAt: 1))
                for _ in 1...3 {
                    let names = try await bench.index.search(request).hits.map(\.name)
                    try bench.expect(names == (text == "blues" ? [] : [text]), "\(text), found \(names)")
                }
            }
        },
    ]

    static let fields: [ConformanceCase] = [
        ConformanceCase("fields are known by their types once a document has them") { bench in
            try await bench.write(bench.document("1", name: "a", createdAt: 1, popularity: 2, other: ["genre": "cool jazz"]))
            let types = try await bench.index.fields(of: [bench.name]).types
            let expected: [FieldPath: FieldType] = [
                .name: .text, .createdAt: .date, .popularity: .integer, "genre": .text, "genre.keyword": .keyword, .id: .keyword,
            ]
            for (field, type) in expected {
                try bench.expect(types[field] == type, "\(field.rawValue) to be \(type), got \(String(describing: types[field]))")
            }
        },
        ConformanceCase("top values are those of the documents that a search finds, the most frequent first") { bench in
            let genres = ["jazz", "cool jazz", "jazz", "blues", "jazz", "blues"]
            try await bench.write(
                genres.enumerated().map { number, genre in
                    bench.document(
                        "\(number)", name: number < 4 ? "early" : "late", createdAt: Int64(number), other: ["genre": genre])
                })
            let all = try await bench.index.topValues(
                of: "genre.keyword", SearchRequest(indexes: [bench.name], query: .everything, start: 3, size: 1), count: 2)
            try bench.expect(all == [TopValue("jazz", count: 3), TopValue("blues", count: 2)], "jazz and blues, got \(all)")
            let early = try await bench.index.topValues(
                of: "genre.keyword", SearchRequest(indexes: [bench.name], query: .term(Query.Term("early"))), count: 10)
            try bench.expect(
                early.first == TopValue("jazz", count: 2) && early.count == 3, "three genres, jazz twice, got \(early)")
        },
    ]
}
