import Engine
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// A small file of the user's that several consoles read and write at once, readable by its owner alone.
///
/// Who writes holds a lock on the folder, so that a file which is replaced is never one that another is appending to.
struct SharedFile: Sendable {
    let path: String
    /// What it holds, for an error.
    let purpose: SafeText

    /// A list of queries is far smaller; more than this is something else.
    private static let limit = 8 << 20

    /// What the file holds; `nil` if it is not there.
    func read() throws(Failure) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("cannot be read", errno)
        }
        defer { close(file) }
        try requirePlain(file)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            guard count >= 0 else { throw failure("cannot be read", errno) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            if bytes.count > Self.limit { throw Failure(.badData, "\(path) is too large for \(purpose): move it away") }
        }
    }

    /// Adds a line at the end.
    func append(line: String) async throws(Failure) {
        try await locked { () throws(Failure) in
            let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
            guard file >= 0 else { throw failure("cannot be written", errno) }
            defer { close(file) }
            try requirePlain(file)
            let end = lseek(file, 0, SEEK_END)
            var last = UInt8(ascii: "\n")
            // A line that was cut off by a full disk stays a line of its own.
            if end > 0 { pread(file, &last, 1, end - 1) }
            let bytes = (last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]) + Array(line.utf8) + [UInt8(ascii: "\n")]
            do throws(Failure) {
                try write(bytes, to: file)
            } catch {
                ftruncate(file, end)
                throw error
            }
        }
    }

    /// Puts other content in the place of what is there: all of it or, if that fails, nothing.
    func replace(_ change: ([UInt8]?) throws(Failure) -> [UInt8]) async throws(Failure) {
        try await locked { () throws(Failure) in
            let bytes = try change(try read())
            // Not the link, but what it leads to.
            let target = realpath(path, nil).map { resolved in
                defer { free(resolved) }
                return String(cString: resolved)
            }
            let new = (target ?? path) + ".new"
            let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard file >= 0 else { throw failure("cannot be written", errno) }
            defer { close(file) }
            do throws(Failure) {
                try write(bytes, to: file)
                guard rename(new, target ?? path) == 0 else { throw failure("cannot be replaced", errno) }
            } catch {
                unlink(new)
                throw error
            }
        }
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("cannot be written", errno) }
            rest = rest.dropFirst(count)
        }
    }

    private func requirePlain(_ file: Int32) throws(Failure) {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.badData, "\(path) is no file, so there is no place for \(purpose): move it away")
        }
    }

    /// Another console holds the lock for as long as a small file takes; one that is stopped in the middle of that keeps it.
    private func locked(_ work: () throws(Failure) -> Void) async throws(Failure) {
        let folder = try makeFolder()
        defer { close(folder) }
        for _ in 0..<50 {
            // A file system that knows no locks is used without.
            if flock(folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return try work() }
            try? await Task.sleep(for: .milliseconds(20))
        }
        throw Failure(.tryAgain, "\(path) is locked by another program: \(purpose) are not kept now")
    }

    private func makeFolder() throws(Failure) -> Int32 {
        let name = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try? FileManager.default.createDirectory(
            atPath: name, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("has no folder", errno) }
        return folder
    }

    private func failure(_ what: SafeText, _ code: Int32) -> Failure {
        Failure(.disk, "\(path) \(what), so \(purpose) are not kept: \(String(cString: strerror(code)))")
    }
}
