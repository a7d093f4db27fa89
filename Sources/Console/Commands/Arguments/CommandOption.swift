import Engine

/// One option of the command line: what parses it, completes it and explains it.
struct CommandOption: Hashable, Sendable {
    /// What follows the option.
    enum Value: Hashable, Sendable {
        /// Nothing, or `=true`, `=false`.
        case none
        /// Text, called so in the help.
        case text(String)
        /// One of these words.
        case choice([String])
        /// A whole number in the range.
        case number(ClosedRange<Int>)
        /// A path.
        case path(String)
    }

    /// Without the dashes; the same name takes a value either in every command or in none.
    var name: String
    var letter: Character?
    var value: Value
    var help: String
    /// What it is unless it is given.
    var fallback: String?

    init(_ name: String, letter: Character? = nil, _ value: Value, _ help: String, fallback: String? = nil) {
        self.name = name
        self.letter = letter
        self.value = value
        self.help = help
        self.fallback = fallback
    }

    /// A setting that the command line can change.
    init(_ setting: Setting) {
        let value: Value =
            switch setting.form {
            case .flag: .none
            case .choice(let choices): .choice(choices)
            case .properties: .text("NAME=VALUE")
            case .list(let placeholder): .text(placeholder)
            case .secret: .text("SECRET")
            case .text(let placeholder):
                placeholder == "FILE" || placeholder == "FOLDER" ? .path(placeholder) : .text(placeholder)
            }
        self.init(setting.option, letter: setting.letter, value, setting.help, fallback: setting.fallback)
    }

    var takesValue: Bool { value != .none }

    /// The value's name in the help.
    var placeholder: String? {
        switch value {
        case .none: nil
        case .text(let name), .path(let name): name
        case .choice(let words): words.joined(separator: "|")
        case .number: "N"
        }
    }

    /// What the words of the option must be.
    func check(_ word: String) throws(Failure) {
        switch value {
        case .choice(let choices) where !choices.contains(word):
            let nearest = nearestNames(to: word, in: choices).first
            throw Failure(
                .usage,
                "--\(name) must be one of \(choices.joined(separator: ", ")), not \(word)" + suggestion(nearest))
        case .number(let range):
            guard let number = Int(word), range.contains(number) else {
                let bounds: SafeText =
                    range.upperBound == .max ? "from \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
                throw Failure(.usage, "--\(name) must be a whole number " + bounds + ", not \(word)")
            }
        default: break
        }
    }
}

extension Setting {
    /// What a profile is.
    static let profilesAdvice =
        "The settings at the file's top level are everybody's defaults; those of a profile beat them: { brokers: \"localhost:9092\", "
        + "profiles: { prod: { brokers: \"kafka.example:9092\", production: true } } }. --profile, KELP_PROFILE or profile at the top "
        + "level says which one counts. Properties add up."

    /// Why some settings have no option.
    static let secretsAdvice =
        "What everybody on the machine could read on the command line is no option: it stands in the environment, or the configuration "
        + "file says where to get it: { file: \"FILE\" }, { command: \"COMMAND\" }, or { prompt: \"QUESTION\" } to be asked at the "
        + "terminal. The properties of Kafka can have the same: properties: { \"sasl.password\": { file: \"FILE\" } }."
}

/// The tail of an error's sentence.
func suggestion(_ nearest: String?) -> SafeText { nearest.map { ": did you mean \($0)?" } ?? "" }
