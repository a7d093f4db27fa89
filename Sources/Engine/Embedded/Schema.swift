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
        """
    ]

    /// Makes the file one of today. A file of a newer Kelp is refused.
    static func migrate(_ connection: SQLiteConnection, file: String) throws(Failure) {
        let isOld = try version(of: connection, file: file) < migrations.count
        // Readers go on while the writer writes. A power loss may undo the last transactions but never tears one, and since
        // offsets are in the same transaction as their documents, what is undone is read from Kafka again: NORMAL is enough.
        // The cache and the longer log spare a bulk from reading and writing the same pages again and again.
        try connection.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;
            PRAGMA wal_autocheckpoint = 4000;
            """)
        guard isOld else { return }
        try connection.transaction { () throws(Failure) in
            let old = try version(of: connection, file: file)
            for migration in migrations.dropFirst(old) { try connection.execute(migration) }
            try connection.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(migrations.count);")
        }
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
