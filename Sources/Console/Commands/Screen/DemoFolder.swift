import Engine
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// A folder that lives as long as a demo.
///
/// Its owner holds a lock in it, so a folder whose lock is free was left behind by a process that was killed, and the next demo
/// removes it.
struct DemoFolder: Sendable {
    private static let prefix = "kelp-demo-"
    private static let lockName = "demo.lock"
    /// A folder this young may belong to a process that has not locked it yet.
    private static let grace: Int = 60

    let path: String
    private let lock: Int32

    /// Makes a new folder and removes those that were left behind.
    static func make(in base: String) throws(Failure) -> DemoFolder {
        removeAbandoned(in: base)
        var template = Array((base + "/" + prefix + "XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(
                .disk, "\(base) takes no folder for the demo: \(String(cString: strerror(errno))); name another by TMPDIR")
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let lock = locked(path, flags: O_CREAT) else {
            throw Failure(.disk, "\(path) cannot be locked: \(String(cString: strerror(errno)))")
        }
        return DemoFolder(path: path, lock: lock)
    }

    /// Removes the folder with all that is in it.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        close(lock)
    }

    private static func locked(_ folder: String, flags: Int32) -> Int32? {
        let file = open(folder + "/" + lockName, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0o600)
        guard file >= 0 else { return nil }
        if flock(file, LOCK_EX | LOCK_NB) == 0 { return file }
        close(file)
        return nil
    }

    private static func removeAbandoned(in base: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let folder = base + "/" + name
            guard isOldAndOurs(folder), let lock = locked(folder, flags: 0) else { continue }
            DemoFolder(path: folder, lock: lock).remove()
        }
    }

    private static func isOldAndOurs(_ folder: String) -> Bool {
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid() else { return false }
        return time(nil) - status.st_ctim.tv_sec >= grace || access(folder + "/" + lockName, F_OK) == 0
    }
}
