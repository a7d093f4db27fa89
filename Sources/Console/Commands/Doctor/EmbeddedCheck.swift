import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// The index in a folder of this machine.
struct EmbeddedCheck: Sendable {
    private static let subject: SafeText = "index"
    /// Less room than this, in bytes, is told of.
    private static let littleRoom: UInt64 = 200 << 20

    let configuration: Configuration

    var check: Examination.Check {
        Examination.Check(subject: Self.subject) { _, tell in
            do throws(Failure) {
                tell(library)
                let folder = try configuration.dataFolder()
                if let finding = try rights(folder) { tell(finding) }
                tell(try await contents(folder))
                tell(try writer(folder))
            } catch {
                tell(.bad(Self.subject, error))
            }
        }
    }

    private var library: Finding {
        guard EmbeddedIndex.hasFullText else {
            return .bad(
                Self.subject,
                Failure(
                    .configuration,
                    "SQLite \(EmbeddedIndex.libraryVersion) is built without FTS5: install your system's libsqlite3-0"))
        }
        return .good(Self.subject, "SQLite \(EmbeddedIndex.libraryVersion) with FTS5")
    }

    /// Whether the folder, or the nearest one above it that is there, can be written; and whether there is room.
    private func rights(_ folder: String) throws(Failure) -> Finding? {
        var place = folder
        while access(place, F_OK) != 0, let slash = place.lastIndex(of: "/") {
            place = slash == place.startIndex ? "/" : String(place[..<slash])
        }
        if access(place, F_OK) != 0 { place = "." }
        var status = stat()
        if stat(place, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
            throw Failure(.notAllowed, "\(place) is no folder: choose another one with --data FOLDER")
        }
        if !configuration.isReadOnly, access(place, W_OK | X_OK) != 0 {
            let reason = String(cString: strerror(errno))
            throw Failure(.notAllowed, "\(place) cannot be written (\(reason)): mend its rights, or choose --data FOLDER")
        }
        var room = statvfs()
        guard statvfs(place, &room) == 0 else { return nil }
        let bytes = UInt64(room.f_bavail) * UInt64(room.f_frsize)
        guard bytes < Self.littleRoom else { return nil }
        return .warning(Self.subject, "the disk with \(place) has \(bytes >> 20) MB left: make room before indexing")
    }

    private func contents(_ folder: String) async throws(Failure) -> Finding {
        let file = folder + "/index.db"
        guard access(file, F_OK) == 0 else {
            return .good(
                Self.subject, "\(folder) holds no index yet: kelp import FILE --index NAME makes one, kelp demo shows one")
        }
        let index = try await EmbeddedIndex.open(folder: folder, access: .reader)
        return try await finally({ await index.close() }) { () async throws(Failure) in
            let indexes = try await index.indexes()
            let letters = try await index.deadLetterCount()
            let kept: SafeText = letters == 0 ? "" : "; \(letters) refused, see kelp rejects list"
            let counts = indexes.map { "\($0.name) (\($0.documents))" as SafeText }
            let names = counts.isEmpty ? "no index yet" : counts.joined(separator: ", ")
            return .good(Self.subject, "\(folder): " + names + kept)
        }
    }

    private func writer(_ folder: String) throws(Failure) -> Finding {
        if let holder = try EmbeddedIndex.writer(of: folder) {
            return .warning(Self.subject, "\(holder), writes to it: until that ends, others only read")
        }
        if configuration.isReadOnly { return .good(Self.subject, "the configuration says readOnly: nothing is written") }
        return .good(Self.subject, "no other program writes to it")
    }
}
