import Engine

extension ConformanceCase {
    static let keeping: [ConformanceCase] = [
        ConformanceCase("indexes are listed by name with their documents") { bench in
            let other = IndexName(bench.name.rawValue + "-b")
            try await bench.write(
                bench.document("1", name: "a"), bench.document("2", name: "b"), bench.document("1", name: "c", in: other))
            let end = ContinuousClock.now + ConformanceBench.patience
            var listed: [String] = []
            repeat {
                let summaries = try await bench.index.indexes().filter { $0.name.rawValue.hasPrefix(bench.name.rawValue) }
                listed = summaries.map { "\($0.name.rawValue) \($0.documents)" }
                if listed == ["\(bench.name.rawValue) 2", "\(other.rawValue) 1"] { return }
            } while ContinuousClock.now < end
            throw Mismatch("two indexes with 2 and 1 documents, got \(listed)")
        },
        ConformanceCase("dead letters are kept once, as they came, the newest first") { bench in
            let topic = TopicName(bench.name.rawValue)
            func letter(_ offset: Int64, payload: [UInt8]?) -> DeadLetter {
                DeadLetter(
                    kind: .notJSON, reason: "it ends too early",
                    origin: .record(RecordPosition(TopicPartition(topic, 3), Offset(offset))),
                    index: bench.name, key: [0xFF, 0], payload: payload)
            }
            let line = DeadLetter(
                kind: .wrongType, reason: "popularity is not a number",
                origin: .line(7, file: "/tmp/\(bench.name.rawValue)/목록.csv"),
                index: bench.name, payload: Array("{\"a\": 1}\n".utf8))
            let before = try await bench.index.deadLetterCount()
            _ = try await bench.index.write(
                WriteBatch(deadLetters: [letter(1, payload: Array("{\"a\":".utf8)), letter(2, payload: nil)]))
            _ = try await bench.index.write(WriteBatch(deadLetters: [line]))
            let after = try await bench.index.deadLetterCount()
            // Others may write letters to the same server meanwhile.
            try bench.expect(after >= before + 3, "three more, got \(after - before)")
            let kept = try await bench.index.deadLetters(limit: 100).filter { $0.letter.index == bench.name }
            let expected = [line, letter(2, payload: nil), letter(1, payload: Array("{\"a\":".utf8))]
            try bench.expect(kept.map(\.letter) == expected, "them as they came, got \(kept)")
            try bench.expect(
                zip(kept, kept.dropFirst()).allSatisfy { $0.number > $1.number && $0.refusedAt >= $1.refusedAt },
                "falling numbers")
            let limited = try await bench.index.deadLetters(limit: 1)
            try bench.expect(limited.count == 1, "one, got \(limited.count)")
        },
        ConformanceCase("dead letters are read from any number down, and dropped by their numbers") { bench in
            let letters = (1...4).map { line in
                DeadLetter(
                    kind: .notJSON, reason: "no", origin: .line(line, file: bench.name.rawValue), index: bench.name,
                    payload: Array("재즈 \(line)".utf8))
            }
            for letter in letters { _ = try await bench.index.write(WriteBatch(deadLetters: [letter])) }
            func kept(before number: Int64? = nil) async throws -> [StoredDeadLetter] {
                try await bench.index.deadLetters(before: number, limit: 100).filter { $0.letter.index == bench.name }
            }
            let all = try await kept()
            try bench.expect(all.map(\.letter) == letters.reversed(), "all four, got \(all)")
            let older = try await kept(before: all[1].number)
            try bench.expect(older == Array(all[2...]), "the two before, got \(older)")
            try await bench.index.drop(deadLetters: [all[0].number, all[2].number, .max])
            let left = try await kept()
            try bench.expect(left == [all[1], all[3]], "the second and the fourth, got \(left)")
        },
        ConformanceCase("dead letters from one place are all kept where it is not the same that came") { bench in
            let letters = ["{", "["].map { text in
                DeadLetter(
                    kind: .notJSON, reason: "it ends too early", origin: .line(3, file: "standard input"), index: bench.name,
                    payload: Array((text + bench.name.rawValue).utf8))
            }
            for letter in letters { _ = try await bench.index.write(WriteBatch(deadLetters: [letter])) }
            let kept = try await bench.index.deadLetters(limit: 100).filter { $0.letter.index == bench.name }
            try bench.expect(kept.map(\.letter) == [letters[1], letters[0]], "both, got \(kept)")
        },
        ConformanceCase("dead letters are in no search and no list of indexes") { bench in
            let origin = DeadLetter.Origin.line(1, file: bench.name.rawValue)
            let letter = DeadLetter(
                kind: .notJSON, reason: "no", origin: origin, index: bench.name, payload: Array(bench.name.rawValue.utf8))
            _ = try await bench.index.write(WriteBatch(deadLetters: [letter]))
            try await bench.write(bench.document("1", name: bench.name.rawValue))
            let all = try await bench.index.search(SearchRequest(query: .term(Query.Term(bench.name.rawValue)), size: 100)).hits
            try bench.expect(all.map(\.index) == [bench.name], "only the document, got \(all.map(\.index))")
            let names = try await bench.index.indexes().map(\.name.rawValue)
            try bench.expect(!names.contains { $0.contains("dead") || $0.hasPrefix(".") }, "no own index in \(names)")
        },
        ConformanceCase("a search that is called off ends as cancelled") { bench in
            try await bench.write(bench.document("1", name: "a"))
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await bench.index.search(SearchRequest(indexes: [bench.name], query: .everything))
            }
            let failure = try await bench.failure { _ = try await task.value }
            try bench.expect(failure.kind == .cancelled, "cancelled, got \(failure)")
        },
    ]
}
