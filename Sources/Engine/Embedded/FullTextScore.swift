import CSQLite

/// The name under which FTS5 knows Kelp's score.
let fullTextScore = "kelp_score"

/// What a word in each column counts: name, description, other.
private let columnWeights = [2.0, 1.0, 1.0]

/// Makes Kelp's score known to FTS5 on a connection: `kelp_score(table, weights)`, where weights is a blob of a `Double` for each phrase.
///
/// It is BM25 as Lucene and FTS5's own `bm25` have it, with k1 1.2 and b 0.75, but that it is told how rare a phrase is: `bm25` reads every
/// document of every phrase to find that out, which takes longer than all the rest.
func registerFullTextScore(on database: OpaquePointer, file: String) throws(Failure) {
    guard let api = kelp_fts5_api(database) else { throw Failure.missingFullText }
    let code = api.pointee.xCreateFunction(api, fullTextScore, nil, score, nil)
    guard code == SQLITE_OK else {
        throw Failure(sqlite: code, reason: String(cString: sqlite3_errstr(code)), file: file, statement: "score")
    }
}

private func score(
    _ api: UnsafePointer<Fts5ExtensionApi>?, _ row: OpaquePointer?, _ context: OpaquePointer?, _ count: Int32,
    _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
    guard let api = api?.pointee, let values, count == 1, let weights = sqlite3_value_blob(values[0]) else {
        return sqlite3_result_double(context, 0)
    }
    let phrases = Int(sqlite3_value_bytes(values[0])) / MemoryLayout<Double>.size
    var (code, average) = averageLength(api, row)
    var (instances, length): (Int32, Int32) = (0, 0)
    if code == SQLITE_OK { code = api.xInstCount(row, &instances) }
    if code == SQLITE_OK { code = api.xColumnSize(row, -1, &length) }
    guard code == SQLITE_OK else { return sqlite3_result_error_code(context, code) }
    let norm = 1.2 * (0.25 + 0.75 * Double(length) / average)
    let score = withUnsafeTemporaryAllocation(of: Double.self, capacity: phrases) { frequencies in
        frequencies.initialize(repeating: 0)
        for number in 0..<instances {
            var (phrase, column, offset): (Int32, Int32, Int32) = (0, 0, 0)
            guard api.xInst(row, number, &phrase, &column, &offset) == SQLITE_OK, phrase < phrases else { continue }
            frequencies[Int(phrase)] += Int(column) < columnWeights.count ? columnWeights[Int(column)] : 1
        }
        return (0..<phrases).reduce(0.0) { sum, phrase in
            let weight = weights.loadUnaligned(fromByteOffset: phrase * MemoryLayout<Double>.size, as: Double.self)
            return sum + weight * frequencies[phrase] * 2.2 / (frequencies[phrase] + norm)
        }
    }
    sqlite3_result_double(context, score)
}

/// How many words a document has on average; found once for each statement that runs.
private func averageLength(_ api: Fts5ExtensionApi, _ row: OpaquePointer?) -> (code: Int32, average: Double) {
    if let known = api.xGetAuxdata(row, 0) { return (SQLITE_OK, known.load(as: Double.self)) }
    var (words, documents): (Int64, Int64) = (0, 0)
    var code = api.xColumnTotalSize(row, -1, &words)
    if code == SQLITE_OK { code = api.xRowCount(row, &documents) }
    guard code == SQLITE_OK else { return (code, 1) }
    let average = max(Double(words) / Double(max(documents, 1)), 1)
    let kept = UnsafeMutableRawPointer.allocate(byteCount: MemoryLayout<Double>.size, alignment: MemoryLayout<Double>.alignment)
    kept.storeBytes(of: average, as: Double.self)
    return (api.xSetAuxdata(row, kept) { $0?.deallocate() }, average)
}
