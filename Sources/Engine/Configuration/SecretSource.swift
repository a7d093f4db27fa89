#if canImport(Glibc)
    import Glibc
#endif

/// Where a password, key or token is to be had. A file is read and a command is run only when the secret is needed.
public enum SecretSource: Hashable, Sendable {
    /// The environment had it.
    case text(Secret)
    /// What this file holds.
    case file(String)
    /// What this command of the shell prints.
    case command(String)
    /// What somebody types when asked with this text.
    case prompt(String)

    /// Asks whoever sits at the terminal; throws `.configuration` where nobody does.
    public typealias Ask = @Sendable (SafeText) throws(Failure) -> Secret

    var isTyped: Bool {
        if case .prompt = self { true } else { false }
    }

    /// Where there is no terminal to ask at.
    public static let noTerminal: Ask = { (question) throws(Failure) in
        throw Failure(
            .configuration,
            "there is no terminal to ask for it (\(question)): set it in the environment, or give it as { file: … } or { command: … }"
        )
    }

    /// More is no secret but something else.
    private static let maximumBytes = 64 << 10

    /// Fetches the secret; this can wait for a command, or for somebody to type.
    /// - Parameters:
    ///   - name: what it is called in an error.
    ///   - ask: asks for what is to be typed.
    /// - Throws: `.configuration` where there is nothing to be had.
    public func read(_ name: SafeText, asking ask: Ask = SecretSource.noTerminal) throws(Failure) -> Secret {
        let secret =
            switch self {
            case .text(let secret): secret
            case .file(let path): try SecretSource.contents(of: path, name)
            case .command(let command): try SecretSource.output(of: command, name)
            case .prompt(let question): try SecretSource.answer(to: question, name, ask)
            }
        guard !secret.revealed.isEmpty else { throw Failure(.configuration, "\(name) is empty") }
        return secret
    }

    private static func contents(of path: String, _ name: SafeText) throws(Failure) -> Secret {
        guard let file = fopen(path, "re") else {
            throw Failure(.configuration, "\(name): the file \(path) cannot be read (\(String(cString: strerror(errno))))")
        }
        defer { fclose(file) }
        return try read(file, "\(name): the file \(path)")
    }

    /// What the command writes to standard error goes to Kelp's: it may ask for something there.
    private static func output(of command: String, _ name: SafeText) throws(Failure) -> Secret {
        guard let pipe = popen(command, "re") else {
            throw Failure(.tryAgain, "\(name): its command cannot be run (\(String(cString: strerror(errno))))")
        }
        let secret = Result { () throws(Failure) in try read(pipe, "\(name): its command's output") }
        guard pclose(pipe) == 0 else {
            throw Failure(.configuration, "\(name): its command failed: run it by hand to see why")
        }
        return try secret.get()
    }

    private static func answer(to question: String, _ name: SafeText, _ ask: Ask) throws(Failure) -> Secret {
        do throws(Failure) {
            return try ask("\(question)")
        } catch {
            throw error.kind == .cancelled ? error : Failure(error.kind, "\(name): \(error.sentence)")
        }
    }

    private static func read(_ file: UnsafeMutablePointer<FILE>, _ what: SafeText) throws(Failure) -> Secret {
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard count <= maximumBytes, let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw Failure(.configuration, "\(what) is no text of less than 64 KB")
        }
        return Secret(text)
    }
}
