/// Where a user keeps things, as the XDG base directory specification has it.
struct UserFolders {
    private let environment: [String: String]

    init(environment: [String: String]) { self.environment = environment }

    /// Kelp's configuration; `nil` if nobody can tell.
    var configuration: String? { folder("XDG_CONFIG_HOME", inHome: ".config") }

    /// Kelp's data; `nil` if nobody can tell.
    var data: String? { folder("XDG_DATA_HOME", inHome: ".local/share") }

    /// What Kelp remembers from one time to the next; `nil` if nobody can tell.
    var state: String? { folder("XDG_STATE_HOME", inHome: ".local/state") }

    private var home: String? { environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } }

    /// The specification wants relative paths to be ignored.
    private func folder(_ variable: String, inHome fallback: String) -> String? {
        if let base = environment[variable], base.hasPrefix("/") { return base + "/kelp" }
        return home.map { "\($0)/\(fallback)/kelp" }
    }

    /// Replaces a leading `~/`, which no shell has seen in a file.
    func expand(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home else { return path }
        return home + path.dropFirst()
    }

    /// The same for the file of a secret.
    func expand(_ secret: SecretSource) -> SecretSource {
        if case .file(let path) = secret { .file(expand(path)) } else { secret }
    }
}
