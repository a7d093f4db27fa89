/// The words of an index that begin in some way.
///
/// Of a prefix FTS5 gathers all matches, but any of a few words it finds as they come.
struct PrefixWords {
    let table: IndexTable
    let connection: SQLiteConnection

    /// The words for each prefix; `nil` if one has more than so many: each takes as long to find as some dozens of documents. Where there are
    /// none the prefix stands for itself.
    func words(of prefixes: Set<String>, atMost most: Int) throws(Failure) -> [String: [String]]? {
        try connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_\(table.number) USING fts5vocab (main, \(table.popularText), instance)"
        )
        var spelling: [String: [String]] = [:]
        for prefix in prefixes {
            guard let words = try words(beginning: prefix, atMost: most) else { return nil }
            spelling[prefix] = words.isEmpty ? [prefix] : words
        }
        return spelling
    }

    /// Goes from each word to the next one without a look at the documents that have it.
    private func words(beginning prefix: String, atMost most: Int) throws(Failure) -> [String]? {
        var (words, least): ([String], String) = ([], prefix)
        while words.count <= most {
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
