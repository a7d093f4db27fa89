#if canImport(Glibc)
    import Glibc
#endif

/// How much it says of a document that it has a phrase: the rarer its words, the more.
///
/// To count all documents of a common word would take tens of milliseconds, so their number is guessed from where the first ones of the
/// full-text index by standing are: an error of a tenth there is one of a hundredth in the weight.
struct PhraseWeights {
    /// As many documents of a word tell how many there are, where they lie close.
    private static let sampleSize = 1_000
    /// So many documents are looked at to see how close.
    private static let closeLimit = 20_000

    let table: IndexTable
    let connection: SQLiteConnection

    /// For each phrase the sum of what its words weigh, as Lucene has it.
    func weights(of phrases: [MatchExpression.Phrase]) throws(Failure) -> [Double] {
        var weights: [Double] = []
        for phrase in phrases {
            var weight = 0.0
            for word in phrase.words { weight += try self.weight(of: word) }
            weights.append(weight)
        }
        return weights
    }

    /// 1 for a prefix that stands for many words, each of which has a frequency of its own: Elasticsearch, too, gives all its matches the same.
    private func weight(of word: MatchExpression.Word) throws(Failure) -> Double {
        guard !word.isOfPrefix else { return 1 }
        let documents = Double(table.documents)
        let matches = min(try matches(of: word), documents)
        return log(1 + (documents - matches + 0.5) / (matches + 0.5))
    }

    private func matches(of word: MatchExpression.Word) throws(Failure) -> Double {
        let (count, last) = try first(Self.sampleSize, of: word)
        guard count == Self.sampleSize else { return Double(count) }
        let stretch =
            try connection.first(
                "SELECT count(*) FROM (SELECT 1 FROM \(table.standings) WHERE standing >= ?1 LIMIT ?2)",
                [.integer(last), .integer(Int64(Self.closeLimit))]
            ) { Int($0.integer(0)) } ?? 0
        if stretch < Self.closeLimit { return Double(table.documents) * Double(count) / Double(max(stretch, count)) }
        // Of a word that rare all can be counted; the limit holds where it is only rare among the most popular.
        return Double(try first(table.documents * Self.sampleSize / Self.closeLimit, of: word).count)
    }

    private func first(_ limit: Int, of word: MatchExpression.Word) throws(Failure) -> (count: Int, last: Int64) {
        let name = table.popularText
        return try connection.first(
            """
            SELECT count(*), min(rowid) FROM
                (SELECT rowid FROM \(name) WHERE \(name) MATCH ?1 ORDER BY rowid DESC LIMIT ?2)
            """, [.text(word.text), .integer(Int64(limit))]
        ) { (Int($0.integer(0)), $0.integer(1)) } ?? (0, 0)
    }
}
