/// One thing that can be set, declared once: the configuration file, the environment, the command line, the help and the manual
/// all read this.
public struct Setting: Sendable {
    /// What its value looks like.
    public enum Form: Hashable, Sendable {
        /// A text, called so in the help.
        case text(String)
        /// One of these words.
        case choice([String])
        /// True or false.
        case flag
        /// Several texts, each called so in the help.
        case list(String)
        /// Several `name=value`.
        case properties
        /// A secret: as it is in the environment; in the file, where it is to be had (see `SecretSource`).
        case secret
    }

    /// Where it can be set.
    public enum Reach: Hashable, Sendable {
        /// In the configuration file alone: what a profile is, nothing else may change.
        case file
        /// In the environment, too; what is on the command line, everybody on the machine can read.
        case environment
        /// On the command line, too.
        case commandLine
    }

    /// A value in that form.
    enum Value: Hashable, Sendable {
        case text(String)
        case flag(Bool)
        case list([String])
        case properties([String: String], secrets: [String: SecretSource])
        case secret(SecretSource)
    }

    /// What is wrong with a value: the rest of a sentence that begins with the setting's name.
    struct Problem: Error, Hashable {
        var reason: SafeText
        /// The part of the value that is wrong, where it has parts.
        var part: JSON5Value.Member?
        /// What else is wrong with it.
        var others: [Problem] = []
    }

    /// Its name in the configuration file.
    public let name: String
    /// A letter for the command line.
    public let letter: Character?
    /// What its value looks like.
    public let form: Form
    /// What it is for, in a few words.
    public let help: String
    /// What it is unless it is set, as the help shows it; `nil` for nothing.
    public let fallback: String?
    /// Where it can be set.
    public let reach: Reach
    private let change: @Sendable (inout Configuration, Value) throws(Problem) -> Void

    init(
        _ name: String, letter: Character? = nil, _ form: Form, _ help: String, fallback: String? = nil,
        reach: Reach = .commandLine,
        change: @escaping @Sendable (inout Configuration, Value) throws(Problem) -> Void
    ) {
        self.name = name
        self.letter = letter
        self.form = form
        self.help = help
        self.fallback = fallback
        self.reach = reach
        self.change = change
    }

    /// Whether the command line has it.
    public var isOption: Bool { reach == .commandLine }

    /// Its name on the command line, without the dashes.
    public var option: String { words.joined(separator: "-") }

    /// Its name in the environment.
    public var environment: String { "KELP_" + words.joined(separator: "_").uppercased() }

    /// `logFile` is `log`, `file`.
    private var words: [String] {
        name.reduce(into: [""]) { words, letter in
            if letter.isUppercase { words.append("") }
            words[words.count - 1] += letter.lowercased()
        }
    }

    func store(_ value: Value, in configuration: inout Configuration) throws(Problem) {
        try change(&configuration, value)
    }
}
