#if canImport(Glibc)
    import Glibc
#endif

/// The right to write in a data folder, which one process has at a time. The system takes it back when the process ends.
struct WriterLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock.
    /// - Parameter rest: how to wait before the second attempt: who only looks for the holder, looks for some microseconds.
    init(folder: String, rest: () -> Void = { usleep(5_000) }) throws(Failure) {
        let path = folder + "/writer.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.notAllowed(path, errno) }
        var code = flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno
        if code == EWOULDBLOCK {
            rest()
            code = flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno
        }
        guard code == 0 else {
            let holder = Self.holder(descriptor)
            Glibc.close(descriptor)
            guard code == EWOULDBLOCK else { throw Self.notAllowed(path, code) }
            throw Failure(
                .tryAgain,
                "Another program\(holder) is writing the index in \(folder): stop it first, or choose another data folder.")
        }
        self.descriptor = descriptor
        let program = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "kelp"
        let note = Array("\(getpid()) \(program)\n".utf8)
        // Only a hint for whoever finds the folder locked: a full disk must not stop the writer here.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, note, note.count, 0) }
    }

    deinit {
        // Closing alone would leave it to a process that is just being started and has inherited the descriptor.
        flock(descriptor, LOCK_UN)
        Glibc.close(descriptor)
    }

    /// Who holds the lock, for example `process 123, kelp`; `nil` for nobody.
    static func holder(in folder: String) throws(Failure) -> SafeText? {
        let path = folder + "/writer.lock"
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw notAllowed(path, code)
        }
        defer { Glibc.close(descriptor) }
        // Shared, and given back at once: two that look do not take each other for a writer.
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        return note(descriptor) ?? "a process that did not leave its name"
    }

    /// What the holder wrote: ` (process 123, kelp)`, or nothing.
    private static func holder(_ descriptor: Int32) -> SafeText { note(descriptor).map { " (\($0))" } ?? "" }

    private static func note(_ descriptor: Int32) -> SafeText? {
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let words = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard words.count == 2, let process = Int32(words[0]) else { return nil }
        return "process \(process), \(words[1].filter { !$0.isNewline })"
    }

    private static func notAllowed(_ path: String, _ code: Int32) -> Failure {
        let reason = String(cString: strerror(code))
        switch code {
        case ENOSPC, EDQUOT, EIO: return Failure(.disk, "The disk with \(path) cannot be written (\(reason)): free some space.")
        default: return Failure(.notAllowed, "\(path) cannot be opened (\(reason)): check the permissions of the data folder.")
        }
    }
}

/// Makes a folder that only its owner may enter, and those above it.
func makePrivateFolder(_ path: String) throws(Failure) {
    var made = path.hasPrefix("/") ? "" : "."
    for name in path.split(separator: "/") {
        made += "/" + name
        if mkdir(made, 0o700) == 0 || errno == EEXIST { continue }
        let code = errno
        var status = stat()
        if stat(made, &status) == 0 { continue }
        throw Failure(
            code == ENOSPC ? .disk : .notAllowed,
            "The folder \(made) cannot be made (\(String(cString: strerror(code)))): choose another data folder.")
    }
}
