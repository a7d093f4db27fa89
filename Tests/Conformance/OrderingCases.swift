import Engine

extension ConformanceCase {
    static let ordering: [ConformanceCase] = [
        ConformanceCase("documents without the field come last in both directions") { bench in
            try await bench.write(
                bench.document("old", name: "a", createdAt: 1_000, popularity: 5), bench.document("none", name: "a"),
                bench.document("new", name: "a", createdAt: 1_700_000_000_000, popularity: 1),
                bench.document("ancient", name: "a", createdAt: -5_000, popularity: -7))
            try await bench.finds(["new", "old", "ancient", "none"], .everything, sort: .latest)
            try await bench.finds(["ancient", "old", "new", "none"], .everything, sort: .latest, order: .ascending)
            try await bench.finds(["old", "new", "ancient", "none"], .everything, sort: .popularity)
            try await bench.finds(["ancient", "new", "old", "none"], .everything, sort: .popularity, order: .ascending)
            let hits = try await bench.index.search(SearchRequest(indexes: [bench.name], query: .everything)).hits
            try bench.expect(
                hits.map(\.sortValue) == [1_700_000_000_000, 1_000, -5_000, nil], "the sort values, got \(hits.map(\.sortValue))")
            try bench.expect(hits.allSatisfy { $0.score == nil }, "no score but by relevance")
        },
        ConformanceCase("the better match comes first by relevance, with its score") { bench in
            try await bench.write(
                bench.document("weak", name: "one jazz among many other words that are here"),
                bench.document("strong", name: "jazz jazz"))
            try await bench.finds(["strong", "weak"], .term(Query.Term("jazz")), sort: .relevance)
            try await bench.finds(["weak", "strong"], .term(Query.Term("jazz")), sort: .relevance, order: .ascending)
            let request = SearchRequest(indexes: [bench.name], query: .term(Query.Term("jazz")), sort: .relevance)
            let scores = try await bench.index.search(request).hits.compactMap(\.score)
            try bench.expect(scores.count == 2 && scores[0] > scores[1], "falling scores, got \(scores)")
        },
        ConformanceCase("pages follow each other without gap and repetition, also among equals") { bench in
            try await bench.write((0..<25).map { bench.document("d\($0)", name: "a", createdAt: Int64($0 / 10)) })
            var ids: [String] = []
            for start in stride(from: 0, to: 30, by: 7) {
                let results = try await bench.index.search(
                    SearchRequest(indexes: [bench.name], query: .everything, start: start, size: 7))
                try bench.expect(
                    results.total == SearchResults.Total(25), "25 in all, got \(results.total)")
                ids += results.hits.map(\.id.rawValue)
            }
            try bench.expect(ids.count == 25 && Set(ids).count == 25, "25 different documents, got \(ids)")
            try await bench.finds([], .everything, size: 0)
        },
        ConformanceCase("hits carry what the document says") { bench in
            try await bench.write(bench.document("1", name: "비 오는 날", description: "chill", createdAt: 1_000, popularity: 42))
            let hit = try await bench.index.search(SearchRequest(indexes: [bench.name], query: .everything)).hits.first
            try bench.expect(
                hit?.name == "비 오는 날" && hit?.description == "chill" && hit?.popularity == 42
                    && hit?.createdAt == Timestamp(milliseconds: 1_000) && hit?.index == bench.name,
                "the fields, got \(String(describing: hit))")
        },
    ]
}
