import CSQLite

extension EmbeddedIndex {
    /// SQLite's version.
    public static var libraryVersion: SafeText { SafeText(String(cString: sqlite3_libversion())) }

    /// Whether this SQLite can search full text: without FTS5 there is no embedded index.
    public static var hasFullText: Bool { sqlite3_compileoption_used("ENABLE_FTS5") == 1 }

    /// Who writes to the index in a folder, for example `process 123, kelp`; `nil` for nobody.
    /// - Throws: `.notAllowed` if the lock cannot be looked at.
    public static func writer(of folder: String) throws(Failure) -> SafeText? { try WriterLock.holder(in: folder) }
}
