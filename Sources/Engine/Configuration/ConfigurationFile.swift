#if canImport(Glibc)
    import Glibc
#endif

/// A file of settings: those of its top level, which are everybody's defaults, and profiles beside them.
struct ConfigurationFile {
    var top = SettingLayer([])
    var profiles: [(name: String, layer: SettingLayer)] = []
    /// Sentences about what is neither.
    var problems: [SafeText] = []

    /// A configuration is a page of text; what is far larger is something else.
    private static let maximumBytes = 1 << 20

    init() {}

    private init(_ members: [JSON5Value.Member]) {
        top = SettingLayer(members.filter { $0.name != "profiles" })
        for member in members where member.name == "profiles" {
            guard case .object(let profiles) = member.value else {
                problems.append("profiles (line \(member.line)) must be an object of profiles, not \(member.value.kindName)")
                continue
            }
            for profile in profiles { add(profile) }
        }
    }

    private mutating func add(_ profile: JSON5Value.Member) {
        let place: SafeText = "profiles.\(profile.name) (line \(profile.line))"
        guard case .object(let members) = profile.value else {
            return problems.append("\(place) must be an object of settings, not \(profile.value.kindName)")
        }
        if profiles.contains(where: { $0.name == profile.name }) { problems.append("\(place) is there twice: leave one") }
        profiles.append((profile.name, SettingLayer(members, path: "profiles.\(profile.name).")))
    }

    /// The file's contents; `nil` if it need not exist and does not. The sentence of a syntax error begins with its line.
    static func read(_ path: String, mustExist: Bool) throws(Failure) -> ConfigurationFile? {
        guard let bytes = try bytes(path, mustExist: mustExist) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.configuration, "\(path) is no UTF-8 text: save it as UTF-8")
        }
        if text.allSatisfy(\.isWhitespace) { return ConfigurationFile() }
        do {
            guard case .object(let members) = try JSON5Parser.parse(text) else {
                throw Failure(.configuration, "line 1: the settings must stand in braces: { … }")
            }
            return ConfigurationFile(members)
        } catch let error as JSON5Parser.SyntaxError {
            throw Failure(.configuration, "line \(error.line): \(error.expectation) is missing")
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
