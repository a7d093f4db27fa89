#if canImport(Glibc)
    import Glibc
#endif

/// The one connection that writes to an index file, on a thread of its own.
actor IndexWriter {
    /// As in Elasticsearch, so that every document fits into every index.
    private static let longestID = 512

    nonisolated let executor = ThreadExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let file: String
    private let longestLog: Int
    private(set) var connection: SQLiteConnection?

    /// - Parameter longestLog: how long the write-ahead log may grow, in bytes.
    init(file: String, longestLog: Int = 64 << 20) {
        self.file = file
        self.longestLog = longestLog
    }

    /// Opens the file, which is made if it is not there.
    /// - Parameter progress: told each hundredth of what has to be done to the file of an older Kelp.
    func open(progress: @Sendable (_ percent: Int) -> Void = { _ in }) throws(Failure) {
        let connection = try SQLiteConnection(file: file, access: .readWrite)
        try Schema.migrate(connection, file: file, progress: progress)
        self.connection = connection
    }

    func close() { connection = nil }

    /// Writes all of the batch or, when it throws, nothing of it.
    func write(_ batch: WriteBatch) throws(Failure) -> [WriteOutcome] {
        guard let connection else { throw closed }
        let outcomes = try connection.transaction { () throws(Failure) in try apply(batch) }
        shortenLog(on: connection)
        return outcomes
    }

    /// While searches follow each other without a gap, SQLite never finds the moment to begin its log anew by itself: it grew to 360 MB.
    private func shortenLog(on connection: SQLiteConnection) {
        var status = stat()
        guard stat(file + "-wal", &status) == 0, status.st_size > longestLog else { return }
        // The batch is written whatever comes of this: where a long search is in the way, the next batch tries again.
        try? connection.execute("PRAGMA busy_timeout = 100; PRAGMA wal_checkpoint(TRUNCATE)")
        try? connection.execute("PRAGMA busy_timeout = \(SQLiteConnection.patience)")
    }

    /// Does what the batch says, within a transaction.
    func apply(_ batch: WriteBatch) throws(Failure) -> [WriteOutcome] {
        guard let connection else { throw closed }
        let outcomes = batch.operations.map(outcome)
        try apply(zip(batch.operations, outcomes).filter { $0.1 == .done }.map(\.0), on: connection)
        for letter in batch.deadLetters { try keep(letter, on: connection) }
        // What was refused has yet to become a dead letter: until then its record must be read again after a crash.
        guard outcomes.allSatisfy({ $0 == .done }) else { return outcomes }
        for (partition, next) in batch.positions {
            try connection.run(
                "INSERT OR REPLACE INTO positions (topic, partition, next) VALUES (?1, ?2, ?3)",
                [.text(partition.topic.rawValue), .integer(Int64(partition.partition)), .integer(next.rawValue)])
        }
        return outcomes
    }

    /// Forgets dead letters.
    func drop(deadLetters numbers: [Int64]) throws(Failure) {
        guard let connection else { throw closed }
        try connection.transaction { () throws(Failure) in
            for number in numbers { try connection.run("DELETE FROM dead_letters WHERE number = ?1", [.integer(number)]) }
        }
    }

    private var closed: Failure { Failure(.defect, "The index \(file) was written after it was closed.") }

    private func outcome(of operation: WriteOperation) -> WriteOutcome {
        guard case .index(let document) = operation else { return .done }
        let length = document.id.rawValue.utf8.count
        if length == 0 { return .refused("The id is empty: give the document one.") }
        if length > Self.longestID {
            return .refused("The id has \(length) bytes, more than \(Self.longestID): give the document a shorter one.")
        }
        return .done
    }

    /// Of several changes to the same document in one batch only the last one counts.
    private func apply(_ operations: [WriteOperation], on connection: SQLiteConnection) throws(Failure) {
        for (name, operations) in Dictionary(grouping: operations, by: \.indexName).sorted(by: { $0.key < $1.key }) {
            let isAdding = operations.contains { if case .index = $0 { true } else { false } }
            let table = isAdding ? try IndexTable.make(name, on: connection) : try IndexTable.find(name, on: connection)
            guard let table else { continue }
            // By bytes, because Swift takes composed and decomposed text for equal, and SQLite does not.
            var last: [[UInt8]: Int] = [:]
            for (number, operation) in operations.enumerated() { last[Array(operation.id.rawValue.utf8)] = number }
            var changes = try DocumentChanges(to: table, on: connection)
            for (number, operation) in operations.enumerated() where last[Array(operation.id.rawValue.utf8)] == number {
                switch operation {
                case .index(let document): try changes.index(document)
                case .delete(let id, _): try changes.delete(id)
                }
            }
            try changes.finish()
        }
    }

    private func keep(_ letter: DeadLetter, on connection: SQLiteConnection) throws(Failure) {
        let origin: [SQLiteValue]
        switch letter.origin {
        case .record(let position):
            let partition = position.partition
            origin = [
                .text(partition.topic.rawValue), .integer(Int64(partition.partition)), .integer(position.offset.rawValue), .null,
                .null,
            ]
        case .line(let line, let file): origin = [.null, .null, .null, .text(file), .integer(Int64(line))]
        }
        try connection.run(
            """
            INSERT INTO dead_letters (topic, partition, offset, file, line, kind, reason, index_name, key, payload, refused_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """,
            origin + [
                .text(letter.kind.rawValue), .text(letter.reason.string), .text(letter.index.rawValue), SQLiteValue(letter.key),
                SQLiteValue(letter.payload), .integer(Timestamp.now.milliseconds),
            ])
    }
}

extension WriteOperation {
    fileprivate var id: DocumentID {
        switch self {
        case .index(let document): document.id
        case .delete(let id, _): id
        }
    }

    fileprivate var indexName: IndexName {
        switch self {
        case .index(let document): document.index
        case .delete(_, let index): index
        }
    }
}
