/// The words of an index that begin in some way.
///
/// Of a prefix FTS5 gathers all matches, but any of a few words it finds as they come.
struct PrefixWords {
    /// So many words can stand for a prefix; each takes as long to find as some dozens of matches.
    private static let mostWords = 16

    let table: IndexTable
    let connection: SQLiteConnection

    /// The words for each prefix; `nil` if there are too many of them. Where there are none the prefix stands for itself.
    func words(of prefixes: Set<String>) throws(Failure) -> [String: [String]]? {
        try connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_\(table.number) USING fts5vocab (main, \(table.popularText), instance)"
        )
        var spelling: [String: [String]] = [:]
        for prefix in prefixes {
            guard let words = try words(beginning: prefix) else { return nil }
            spelling[prefix] = words.isEmpty ? [prefix] : words
        }
        return spelling
    }

    /// Goes from each word to the next one without a look at the documents that have it.
    private func words(beginning prefix: String) throws(Failure) -> [String]? {
        var (words, least): ([String], String) = ([], prefix)
        while words.count <= Self.mostWords {
            let next = try connection.first(
                "SELECT term FROM temp.words_\(table.number) WHERE term >= ?1 LIMIT 1", [.text(least)]
            ) { $0.text(0) }
            guard let next, next.utf8.starts(with: prefix.utf8) else { return words }
            words.append(next)
            least = next + "\u{1}"
        }
        return nil
    }
}
