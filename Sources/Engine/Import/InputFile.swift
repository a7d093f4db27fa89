#if canImport(Glibc)
    import Glibc
#endif

/// A file or standard input, read piece by piece.
final class InputFile {
    private static let pieceSize = 256 * 1024
    private let descriptor: Int32
    private let name: SafeText
    /// How many bytes it has, if it is an ordinary file.
    let size: Int?

    /// - Parameter path: `-` is standard input.
    init(path: String) throws(Failure) {
        name = path == "-" ? "standard input" : SafeText(path)
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputFile.failure(opening: name, errno) }
        var status = stat()
        let hasStatus = fstat(descriptor, &status) == 0
        if hasStatus && status.st_mode & S_IFMT == S_IFDIR {
            Glibc.close(descriptor)
            throw Failure(.noInput, "\(name) is a folder; name the files in it")
        }
        size = hasStatus && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
        self.descriptor = descriptor
    }

    deinit { Glibc.close(descriptor) }

    /// The next piece; empty at the end.
    func read() throws(Failure) -> [UInt8] {
        try waitForInput()
        var (status, code) = (0, Int32(0))
        let piece = [UInt8](unsafeUninitializedCapacity: InputFile.pieceSize) { buffer, count in
            repeat { status = Glibc.read(descriptor, buffer.baseAddress, buffer.count) } while status < 0 && errno == EINTR
            code = errno
            count = max(0, status)
        }
        guard status >= 0 else {
            throw Failure(.disk, "\(name) cannot be read: \(String(cString: strerror(code)))")
        }
        return piece
    }

    /// A pipe may stay silent for ever: whoever waits for it must be able to call it off.
    private func waitForInput() throws(Failure) {
        guard size == nil else { return }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        repeat {
            if Task.isCancelled { throw Failure(.cancelled, "reading \(name) was called off") }
        } while poll(&request, 1, 100) == 0
    }

    private static func failure(opening name: SafeText, _ code: Int32) -> Failure {
        switch code {
        case ENOENT, ENOTDIR: Failure(.noInput, "\(name) does not exist")
        case EACCES, EPERM: Failure(.notAllowed, "\(name) may not be read by this user")
        default: Failure(.noInput, "\(name) cannot be opened: \(String(cString: strerror(code)))")
        }
    }
}
