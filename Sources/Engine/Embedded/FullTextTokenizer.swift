import CSQLite

/// The name under which FTS5 knows Kelp's tokenizer.
let fullTextTokenizer = "kelp"

/// Makes Kelp's tokenizer known to FTS5 on a connection.
func registerFullTextTokenizer(on database: OpaquePointer, file: String) throws(Failure) {
    guard let api = kelp_fts5_api(database) else { throw Failure.missingFullText }
    var tokenizer = fts5_tokenizer(xCreate: createTokenizer, xDelete: deleteTokenizer, xTokenize: tokenize)
    let code = api.pointee.xCreateTokenizer(api, fullTextTokenizer, nil, &tokenizer, nil)
    guard code == SQLITE_OK else {
        throw Failure(sqlite: code, reason: String(cString: sqlite3_errstr(code)), file: file, statement: "tokenizer")
    }
}

extension Failure {
    static let missingFullText = Failure(
        .configuration, "This system's SQLite has no full-text search (FTS5): install a SQLite that has it.")
}

// The tokenizer has no state, but FTS5 takes a null for a failure: any address will do.
private func createTokenizer(
    _: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _: Int32,
    _ result: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    result?.pointee = OpaquePointer(bitPattern: 1)
    return SQLITE_OK
}

private func deleteTokenizer(_: OpaquePointer?) {}

private func tokenize(
    _: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ flags: Int32, _ text: UnsafePointer<CChar>?, _ length: Int32,
    _ take: (@convention(c) (UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, Int32, Int32, Int32) -> Int32)?
) -> Int32 {
    guard let text, let take, length > 0 else { return SQLITE_OK }
    let utf8 = UnsafeRawBufferPointer(start: text, count: Int(length))
    let isQuery = flags & FTS5_TOKENIZE_QUERY != 0
    // The beginning of a word is a token already.
    if isQuery, utf8[0] == WordStart.mark { return take(context, 0, text, length, 0, length) }
    var code = SQLITE_OK
    func hand(_ token: UnsafeBufferPointer<UInt8>, _ isColocated: Bool) -> Bool {
        // Where a token stands in the text is only asked for by FTS5's own marking of matches.
        code = token.withMemoryRebound(to: CChar.self) {
            take(context, isColocated ? FTS5_TOKEN_COLOCATED : 0, $0.baseAddress, Int32($0.count), 0, 0)
        }
        return code == SQLITE_OK
    }
    utf8.withMemoryRebound(to: UInt8.self) { utf8 in
        guard isQuery else { return IndexedTexts.forEach(in: utf8, hand) }
        Tokenizer(for: .query).forEachToken(in: utf8) { token, _, _ in hand(token, false) }
    }
    return code
}
