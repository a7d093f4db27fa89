import CSQLite

/// A value that SQLite stores.
enum SQLiteValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob(ArraySlice<UInt8>)

    init(_ value: Int64?) { self = value.map(SQLiteValue.integer) ?? .null }
    init(_ value: String?) { self = value.map(SQLiteValue.text) ?? .null }
    init(_ value: [UInt8]?) { self = value.map { .blob($0[...]) } ?? .null }
}

/// A prepared statement; it belongs to the actor that owns its connection.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let sql: String
    private let file: String

    init(_ sql: String, on database: OpaquePointer, file: String) throws(Failure) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw Failure(sqlite: code, reason: String(cString: sqlite3_errmsg(database)), file: file, statement: sql)
        }
        self.handle = handle
        self.sql = sql
        self.file = file
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs the statement once and leaves its rows.
    func run(_ values: [SQLiteValue]) throws(Failure) {
        try forEachRow(values) { (_) throws(Failure) in false }
    }

    /// Hands out the rows until `body` returns `false`. The parameters are set in order.
    func forEachRow(_ values: [SQLiteValue], _ body: (SQLiteStatement) throws(Failure) -> Bool) throws(Failure) {
        // A statement that is not reset holds a snapshot of the database.
        defer { sqlite3_reset(handle) }
        for (offset, value) in values.enumerated() { try check(bind(value, at: Int32(offset + 1))) }
        while try step() {
            guard try body(self) else { return }
        }
    }

    /// What `body` makes of the first row; `nil` if there is none.
    func first<Value>(
        _ values: [SQLiteValue], row body: (SQLiteStatement) throws(Failure) -> Value
    ) throws(Failure) -> Value? {
        var value: Value?
        try forEachRow(values) { (row) throws(Failure) in
            value = try body(row)
            return false
        }
        return value
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func optionalReal(_ column: Int32) -> Double? { isNull(column) ? nil : sqlite3_column_double(handle, column) }

    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    func optionalText(_ column: Int32) -> String? {
        guard let text = sqlite3_column_text(handle, column) else { return nil }
        return String(decoding: UnsafeBufferPointer(start: text, count: length(column)), as: UTF8.self)
    }

    func blob(_ column: Int32) -> [UInt8] { optionalBlob(column) ?? [] }

    func optionalBlob(_ column: Int32) -> [UInt8]? {
        guard !isNull(column) else { return nil }
        // An empty blob has no address.
        guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: length(column)))
    }

    private func step() throws(Failure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    private func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    private func length(_ column: Int32) -> Int { Int(sqlite3_column_bytes(handle, column)) }

    private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let number): return sqlite3_bind_int64(handle, index, number)
        case .text(var text):
            return text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) { kelp_bind_text(handle, index, $0.baseAddress, UInt64($0.count)) }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { kelp_bind_blob(handle, index, $0.baseAddress, UInt64($0.count)) }
        }
    }

    private func check(_ code: Int32) throws(Failure) {
        if code != SQLITE_OK { throw failure(code) }
    }

    private func failure(_ code: Int32) -> Failure {
        let reason = String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
        return Failure(sqlite: code, reason: reason, file: file, statement: sql)
    }
}
