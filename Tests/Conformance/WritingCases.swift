import Engine

extension ConformanceCase {
    static let writing: [ConformanceCase] = [
        ConformanceCase("the same id replaces, a deletion removes, and deleting nothing is done") { bench in
            try await bench.write(bench.document("1", name: "first"), bench.document("2", name: "other"))
            try await bench.write(bench.document("1", name: "second"))
            try await bench.finds([], .term(Query.Term("first")))
            try await bench.finds(["1"], .term(Query.Term("second")))
            let outcomes = try await bench.write(.delete("1", bench.name), .delete("nobody", bench.name))
            try bench.expect(outcomes == [.done, .done], "both done, got \(outcomes)")
            try await bench.finds(["2"], .everything)
        },
        ConformanceCase("changes of one document in one batch count in their order") { bench in
            var operations: [WriteOperation] = []
            for number in 0..<50 {
                operations.append(bench.document("a", name: "version\(number)"))
                operations.append(bench.document("b", name: "b"))
                operations.append(.delete("b", bench.name))
            }
            let outcomes = try await bench.write(operations)
            try bench.expect(outcomes.allSatisfy { $0 == .done }, "all done, got \(outcomes)")
            let hit = try await bench.index.document("a", in: bench.name)
            try bench.expect(hit?.name == "version49", "the last version, got \(String(describing: hit?.name))")
            try await bench.finds(["a"], .everything)
        },
        ConformanceCase("any id up to 512 bytes is an id") { bench in
            let ids = [
                "with space", "with/slash", "\"quoted\"", "back\\slash", "a?b#c%20", "대한민국", "line\nbreak", ".", "..", "-", "*",
                String(repeating: "x", count: 512),
            ]
            let outcomes = try await bench.write(ids.map { bench.document($0, name: "odd") })
            try bench.expect(outcomes.allSatisfy { $0 == .done }, "all done, got \(outcomes)")
            for id in ids {
                let hit = try await bench.index.document(DocumentID(id), in: bench.name)
                try bench.expect(hit?.id == DocumentID(id), "to get \(id), got \(String(describing: hit?.id))")
            }
            try await bench.finds(ids, .everything, size: 20, inAnyOrder: true)
        },
        ConformanceCase("the source is kept, whatever its spaces and other fields") { bench in
            let source =
                "{\n  \"name\": \"line\\nbreak \\u2603\",\r\n\t\"deep\": {\"a\": [1, 2, null], \"f\": 2.50, \"b\": [{\"c\": \"d\"}, {}], \"e\": true},\n  \"big\": 1234567890123456789\n}"
            try await bench.write(
                .index(Document(index: bench.name, id: "1", source: Array(source.utf8), name: "line\nbreak ☃", otherText: ["d"])))
            let hit = try await bench.index.document("1", in: bench.name)
            let kept = (hit?.source ?? []).filter { $0 > 0x20 }
            try bench.expect(
                kept == Array(source.utf8).filter { $0 > 0x20 }, "the source, got \(String(decoding: kept, as: UTF8.self))")
            try bench.expect(hit?.name == "line\nbreak ☃", "the name, got \(String(describing: hit?.name))")
        },
        ConformanceCase("a document that is not there is none, also where its index is not there") { bench in
            try await bench.write(bench.document("1", name: "a"))
            let missing = try await bench.index.document("2", in: bench.name)
            try bench.expect(missing == nil, "nothing, got \(String(describing: missing))")
            let nowhere = try await bench.index.document("1", in: IndexName(bench.name.rawValue + "x"))
            try bench.expect(nowhere == nil, "nothing, got \(String(describing: nowhere))")
        },
        ConformanceCase("an empty batch is written") { bench in
            let outcomes = try await bench.index.write(WriteBatch())
            try bench.expect(outcomes.isEmpty, "nothing, got \(outcomes)")
        },
        ConformanceCase("five thousand documents of two kilobytes arrive, in order of their outcomes") { bench in
            let text = String(repeating: "비 오는 날 jazz ", count: 80)
            let outcomes = try await bench.write((0..<5_000).map { bench.document("d\($0)", name: "n\($0)", description: text) })
            try bench.expect(outcomes.allSatisfy { $0 == .done }, "all done")
            try await bench.finds(["d4321"], .term(Query.Term("n4321")))
            let end = ContinuousClock.now + ConformanceBench.patience
            var total = 0
            repeat {
                total = try await bench.index.search(SearchRequest(indexes: [bench.name], query: .everything, size: 0)).total
                    .value
            } while total < 5_000 && ContinuousClock.now < end
            try bench.expect(total == 5_000, "5000 documents, got \(total)")
        },
    ]
}
