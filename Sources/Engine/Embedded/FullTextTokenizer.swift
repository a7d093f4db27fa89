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
    var code = SQLITE_OK
    UnsafeRawBufferPointer(start: text, count: Int(length)).withMemoryRebound(to: UInt8.self) { utf8 in
        Tokenizer(for: flags & FTS5_TOKENIZE_QUERY != 0 ? .query : .indexing).forEachToken(in: utf8) { token, kind, range in
            let flags = kind == .inside ? FTS5_TOKEN_COLOCATED : 0
            code = token.withMemoryRebound(to: CChar.self) {
                take(context, flags, $0.baseAddress, Int32($0.count), Int32(range.lowerBound), Int32(range.upperBound))
            }
            return code == SQLITE_OK
        }
    }
    return code
}
