import Engine

/// One command of the program: what parses it, completes it, explains it and runs it.
struct Subcommand: Sendable {
    /// How it runs.
    enum Run: Sendable {
        /// Without a screen; a signal cancels its task.
        case headless(@Sendable (Invocation) async throws(Failure) -> ExitStatus)
        /// On the screen: what the console is to open.
        case screen(@Sendable (Invocation) async throws(Failure) -> ConsoleSetup)
    }

    /// One or two words.
    var name: String
    /// Its operands, as the help shows them.
    var operands = ""
    var operandCount: ClosedRange<Int> = 0...0
    /// A few words for the list of commands.
    var summary: String
    /// More about it, in paragraphs.
    var details: [String] = []
    var options: [CommandOption] = []
    /// Whether it is left out of help and completions.
    var isHidden = false
    /// Whether it needs settings; one that does not runs with Kelp's defaults, whatever is wrong with the user's.
    var needsConfiguration = true
    var run: Run

    /// Its words and operands after `kelp`.
    var usage: String { operands.isEmpty ? name : "\(name) \(operands)" }
}

/// A command with everything that it was given.
struct Invocation: Sendable {
    var arguments: Arguments
    var configuration: Configuration
    var environment: [String: String]
    /// Standard input's, output's and error's ends.
    var output: Output
    var errors: Output
}

/// What the command line says.
struct Arguments: Sendable {
    /// The values of each option, in order; those of a flag are `true` or `false`.
    var values: [String: [String]] = [:]
    var operands: [String] = []

    /// The words of the settings among the options, by the settings' names.
    var settings: [String: [String]] {
        Setting.all.filter(\.isOption).reduce(into: [:]) { $0[$1.name] = values[$1.option] }
    }

    /// An option's value; the last one counts.
    func value(_ option: String) -> String? { values[option]?.last }

    func has(_ option: String) -> Bool { value(option).map { $0 != "false" } ?? false }

    /// The parser has checked that it is one.
    func number(_ option: String) -> Int? { value(option).flatMap { Int($0) } }

    /// An option's value as one of an enumeration's words, which the parser has checked.
    func choice<Choice: RawRepresentable<String>>(_ option: String, default fallback: Choice) -> Choice {
        value(option).flatMap(Choice.init) ?? fallback
    }
}
