#if canImport(Glibc)
    import Glibc
#endif

/// Reading a file of settings.
enum ConfigurationFile {
    /// A configuration is a page of text; what is far larger is something else.
    private static let maximumBytes = 1 << 20

    /// The settings of the file; none if it need not exist and does not.
    static func read(_ path: String, mustExist: Bool) throws(Failure) -> [JSON5Value.Member] {
        guard let bytes = try bytes(path, mustExist: mustExist) else { return [] }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.configuration, "\(path) is no UTF-8 text: save it as UTF-8")
        }
        if text.allSatisfy(\.isWhitespace) { return [] }
        do {
            guard case .object(let members) = try JSON5Parser.parse(text) else {
                throw Failure(.configuration, "\(path): line 1: the settings must stand in braces: { … }")
            }
            return members
        } catch let error as JSON5Parser.SyntaxError {
            throw Failure(.configuration, "\(path): line \(error.line): \(error.expectation) is missing")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.defect, "\(path) cannot be understood")
        }
    }

    private static func bytes(_ path: String, mustExist: Bool) throws(Failure) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR {
                guard mustExist else { return nil }
                throw Failure(.noInput, "the configuration \(path) is not there: mend --config or KELP_CONFIG")
            }
            throw Failure(.configuration, "the configuration \(path) cannot be read: \(String(cString: strerror(code)))")
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress?.advanced(by: count), $0.count - count) }
            guard got >= 0 else {
                throw Failure(.configuration, "the configuration \(path) cannot be read: \(String(cString: strerror(errno)))")
            }
            if got == 0 { return Array(bytes[..<count]) }
            count += got
        }
        throw Failure(.configuration, "the configuration \(path) is larger than 1 MB: it is not a configuration")
    }
}
