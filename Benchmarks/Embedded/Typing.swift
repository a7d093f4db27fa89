import Engine

/// Searches as a person types: each text letter by letter, its last word unfinished; how long each takes in each sort, and by what way.
func type(_ texts: [String], in folder: String) async throws {
    let target = try await EmbeddedIndex.open(folder: folder, access: .reader)
    for text in texts {
        for length in 1...max(text.count, 1) {
            let typed = String(text.prefix(length))
            let query = try QueryParser.parse(typed, continuesLastWord: true)
            for sort in [Sort.latest, .popularity, .relevance] {
                let request = SearchRequest(indexes: [index], query: query, sort: sort, size: 40)
                var times: [Duration] = []
                for _ in 0..<5 {
                    let start = ContinuousClock.now
                    _ = try await target.search(request)
                    times.append(ContinuousClock.now - start)
                }
                let way = try await target.explain(request).dropFirst(2).map(\.string).joined(separator: "; ")
                say("\(milliseconds(times.sorted()[2])) ms  \(typed) by \(sort.rawValue): \(way)")
            }
        }
    }
    await target.close()
}
