/// The tables of an index file, and how an older file becomes one of today.
enum Schema {
    /// "KELP": tells the file from other programs' databases.
    static let applicationID: Int64 = 0x4B45_4C50

    /// What must be run to go from each version to the next; a released one is never changed.
    static let migrations = [
        """
        CREATE TABLE indexes (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            documents INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE positions (
            topic TEXT NOT NULL,
            partition INTEGER NOT NULL,
            next INTEGER NOT NULL,
            PRIMARY KEY (topic, partition)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE dead_letters (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            reason TEXT NOT NULL,
            topic TEXT, partition INTEGER, offset INTEGER,
            file TEXT, line INTEGER,
            index_name TEXT NOT NULL,
            key BLOB,
            payload BLOB,
            refused_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX dead_letters_by_kind ON dead_letters (kind);
        """,
        """
        ALTER TABLE indexes ADD COLUMN drift INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE indexes ADD COLUMN entering INTEGER;
        """,
        // Standings follow places that are further apart: they are made anew.
        "",
        // The full-text indexes hold the beginnings of words.
        "",
    ]

    /// So many documents of an older file are entered in one transaction.
    private static let batchSize = 2_000

    /// Makes the file one of today. A file of a newer Kelp is refused.
    ///
    /// What an older one looks its documents up by is made anew from them, in many transactions: one that is interrupted goes on where it was.
    /// - Parameter progress: told each hundredth of that.
    static func migrate(
        _ connection: SQLiteConnection, file: String, progress: @Sendable (_ percent: Int) -> Void = { _ in }
    ) throws(Failure) {
        let isOld = try version(of: connection, file: file) < migrations.count
        // Readers go on while the writer writes. A power loss may undo the last transactions but never tears one, and since
        // offsets are in the same transaction as their documents, what is undone is read from Kafka again: NORMAL is enough.
        // The cache and the longer log, of 64 MB, spare a bulk from reading and writing the same pages again and again. What is deleted is overwritten
        // where its page is written anyway; to have the pages of merged segments written once more for it, as Debian's SQLite does, takes long.
        try connection.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;
            PRAGMA wal_autocheckpoint = 16000; PRAGMA secure_delete = FAST;
            """)
        if isOld {
            try connection.transaction { () throws(Failure) in
                let old = try version(of: connection, file: file)
                for migration in migrations.dropFirst(old) { try connection.execute(migration) }
                for table in try IndexTable.all(on: connection) { try table.clearLookup(on: connection) }
                try connection.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(migrations.count);")
            }
        }
        for table in try IndexTable.all(on: connection) { try table.prepareToWrite(on: connection) }
        try enterDocuments(on: connection, progress: progress)
    }

    /// Enters the documents that are not yet to be found, where the file is one of an older Kelp.
    private static func enterDocuments(
        on connection: SQLiteConnection, progress: @Sendable (_ percent: Int) -> Void
    ) throws(Failure) {
        guard try !IndexTable.areEntered(on: connection) else { return }
        var (done, told) = (0, -1)
        let tables = try IndexTable.all(on: connection)
        for table in tables {
            done += try connection.first("SELECT count(*) FROM \(table.standings)") { Int($0.integer(0)) } ?? 0
        }
        let all = tables.reduce(0) { $0 + $1.documents }
        for name in tables.map(\.name) {
            var isDone = false
            while !isDone {
                try connection.transaction { () throws(Failure) in
                    guard let table = try IndexTable.find(name, on: connection), let place = try table.entering(on: connection)
                    else {
                        isDone = true
                        return
                    }
                    let percent = min(done * 100 / max(all, 1), 100)
                    if percent != told { progress(percent) }
                    told = percent
                    guard !Task.isCancelled else {
                        throw Failure(
                            .cancelled, "Bringing the index up to date was called off; it goes on when it is opened again.")
                    }
                    var changes = try DocumentChanges(to: table, on: connection)
                    try table.setEntering(try changes.enter(from: place, count: batchSize), on: connection)
                    try changes.finish()
                }
                done += batchSize
            }
        }
    }

    /// Whether there is something in the file yet.
    /// - Throws: a failure for a file of an older Kelp, which only a writer brings up to date.
    static func isReadable(_ connection: SQLiteConnection, file: String) throws(Failure) -> Bool {
        let version = try version(of: connection, file: file)
        guard version > 0 else { return false }
        guard version == migrations.count else {
            throw Failure(
                .configuration,
                "The index file \(file) was made by an older Kelp: open it once to write, by `kelp` or `kelp index`, to bring it up to date."
            )
        }
        guard try IndexTable.areEntered(on: connection) else {
            throw Failure(
                .tryAgain,
                "The index file \(file) is still being brought up to date: wait until that ends or, if no program does it, start `kelp` once."
            )
        }
        return true
    }

    /// The version of the file, 0 if there is nothing in it yet.
    static func version(of connection: SQLiteConnection, file: String) throws(Failure) -> Int {
        let version = try connection.first("PRAGMA user_version") { $0.integer(0) } ?? 0
        let application = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
        let tables = try connection.first("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } ?? 0
        guard application == applicationID || tables == 0 else {
            throw Failure(.configuration, "The file \(file) is another program's database: choose another data folder.")
        }
        guard version <= migrations.count else {
            throw Failure(
                .configuration, "The index file \(file) was made by a newer Kelp: update this one or choose another data folder.")
        }
        return Int(version)
    }
}
