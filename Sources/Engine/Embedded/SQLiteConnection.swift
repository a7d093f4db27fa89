import CSQLite

#if canImport(Glibc)
    import Glibc
#endif

/// A connection to an index file; it belongs to one actor.
final class SQLiteConnection {
    enum Access: Hashable, Sendable {
        case readOnly
        case readWrite
    }

    /// How long to wait for another program's lock, in milliseconds.
    static let patience: Int32 = 2_000

    /// SQLite counts all the memory that it takes, under a lock that its threads spent a twentieth of their time on. It can be told not to as
    /// long as nobody has opened anything.
    private static let countsNoMemory = kelp_sqlite_count_memory(0) == SQLITE_OK

    let interrupter: Interrupter
    private let handle: OpaquePointer
    private let file: String
    private let access: Access
    private var statements: [String: SQLiteStatement] = [:]

    init(file: String, access: Access) throws(Failure) {
        _ = Self.countsNoMemory
        // One thread at a time uses a connection, so SQLite need not lock it.
        let flags =
            SQLITE_OPEN_NOMUTEX | (access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        // SQLite would let everybody read a new file; its log and shared memory take over what the file has. One that is there is
        // not touched: closing it would drop the locks that another connection of this process holds.
        if access == .readWrite { close(Glibc.open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)) }
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(file, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
            sqlite3_close_v2(handle)
            throw Failure(sqlite: code, reason: reason, file: file, statement: "open")
        }
        self.handle = handle
        self.file = file
        self.access = access
        interrupter = Interrupter(handle)
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Self.patience)
        try registerFullTextTokenizer(on: handle, file: file)
        try registerFullTextScore(on: handle, file: file)
        // Enough for the upper pages of the trees among a million documents, of which each hit needs some; by default it is 2 MB.
        if access == .readOnly { try execute("PRAGMA cache_size = -16384") }
    }

    deinit {
        interrupter.close()
        // Statements that are still held elsewhere keep a v2 connection alive until they go.
        sqlite3_close_v2(handle)
    }

    /// Runs statements that have neither parameters nor rows.
    func execute(_ script: String) throws(Failure) {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        if code != SQLITE_OK {
            throw Failure(sqlite: code, reason: String(cString: sqlite3_errmsg(handle)), file: file, statement: script)
        }
    }

    /// Runs a statement once and leaves its rows.
    func run(_ sql: String, _ values: [SQLiteValue] = []) throws(Failure) { try statement(sql).run(values) }

    /// Hands out the rows of a statement until `body` returns `false`.
    func forEachRow(
        _ sql: String, _ values: [SQLiteValue], _ body: (SQLiteStatement) throws(Failure) -> Bool
    ) throws(Failure) {
        try statement(sql).forEachRow(values, body)
    }

    /// What `body` makes of the first row; `nil` if there is none.
    func first<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], row body: (SQLiteStatement) throws(Failure) -> Value
    ) throws(Failure) -> Value? {
        try statement(sql).first(values, row: body)
    }

    /// What `body` makes of each row.
    func all<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], row body: (SQLiteStatement) throws(Failure) -> Value
    ) throws(Failure) -> [Value] {
        var found: [Value] = []
        try forEachRow(sql, values) { (row) throws(Failure) in
            found.append(try body(row))
            return true
        }
        return found
    }

    /// All of `body` or nothing of it; with `isReading`, one state of the database for all of it.
    func transaction<Value>(isReading: Bool = false, _ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        try execute(isReading ? "BEGIN" : "BEGIN IMMEDIATE")
        do throws(Failure) {
            let value = try body()
            try execute("COMMIT")
            return value
        } catch {
            // A full disk may have rolled back already, and a failure to roll back has nothing to add to the first one.
            if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    /// The statement, prepared once. A reader does not begin what was called off.
    func statement(_ sql: String) throws(Failure) -> SQLiteStatement {
        if access == .readOnly, Task.isCancelled { throw Failure(.cancelled, "The search was called off.") }
        if let statement = statements[sql] { return statement }
        let statement = try SQLiteStatement(sql, on: handle, file: file)
        statements[sql] = statement
        return statement
    }
}
