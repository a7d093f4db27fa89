import CSQLite

extension Failure {
    /// What SQLite's result code means for the person who runs Kelp.
    /// - Parameter statement: what was being run, for the failures that are Kelp's own defects.
    init(sqlite code: Int32, reason: String, file: String, statement: String) {
        switch code & 0xFF {
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            self.init(
                .disk,
                "The index file \(file) is damaged (\(reason)): move it away, and Kelp indexes again from Kafka or your files.")
        case SQLITE_FULL:
            self.init(.disk, "The disk with \(file) is full: free some space and try again; nothing that was indexed is lost.")
        case SQLITE_IOERR:
            self.init(.disk, "The disk with \(file) cannot be read or written (\(reason)): check the disk, then try again.")
        case SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_AUTH:
            self.init(
                .notAllowed,
                "The index file \(file) may not be opened or written (\(reason)): check the permissions of it and its folder.")
        case SQLITE_BUSY, SQLITE_LOCKED:
            self.init(.tryAgain, "The index file \(file) is locked by another program: close that program, then try again.")
        case SQLITE_NOMEM: self.init(.tryAgain, "There is no memory left to use the index file \(file): close something.")
        case SQLITE_TOOBIG: self.init(.badData, "A document is too big for the index file \(file): leave it out.")
        case SQLITE_INTERRUPT: self.init(.cancelled, "The search was called off.")
        default:
            self.init(.defect, "SQLite refused a statement of Kelp on \(file) (\(reason)); please report it: \(statement)")
        }
    }
}
