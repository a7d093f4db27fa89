import Engine

/// Makes a command and its arguments out of words, by the table of commands.
struct ArgumentParser {
    /// What the words ask for.
    enum Request {
        case run(Subcommand, Arguments)
        /// `nil` is the program as a whole.
        case help(Subcommand?)
        case version
    }

    /// Options that every command has.
    static let common: [CommandOption] =
        [CommandOption("config", .path("FILE"), "the configuration", fallback: "$XDG_CONFIG_HOME/kelp/config.json5")]
        + Setting.all.filter(\.isOption).map(CommandOption.init)
    /// Options that end the matter.
    static let asking = [
        CommandOption("help", letter: "h", .none, "show what a command does"),
        CommandOption("version", .none, "show the version"),
    ]

    private let commands: [Subcommand]
    private let options: [CommandOption]

    /// - Parameter commands: the first one runs where no command is named.
    init(commands: [Subcommand]) {
        self.commands = commands
        options = Self.asking + Self.common + commands.flatMap(\.options)
    }

    /// - Parameter words: the command line without the program's name.
    func parse(_ words: [String]) throws(Failure) -> Request {
        var arguments = Arguments()
        var unknown: String?
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                arguments.operands += rest
                break
            } else if !word.hasPrefix("-") || word == "-" {
                arguments.operands.append(word)
            } else if try !take(word, &rest, into: &arguments) {
                unknown = unknown ?? word
            }
        }
        return try request(arguments, unknown: unknown)
    }

    /// The command can only be told when all options have got their values, so an unknown option waits for the command's list.
    private func request(_ arguments: Arguments, unknown: String?) throws(Failure) -> Request {
        if arguments.has("version") { return .version }
        var arguments = arguments
        var asksForHelp = arguments.has("help")
        if arguments.operands.first == "help" {
            arguments.operands.removeFirst()
            asksForHelp = true
        }
        let command = try command(&arguments, isOptional: asksForHelp)
        if asksForHelp { return .help(command) }
        guard let command = command ?? commands.first else { return .help(nil) }
        let allowed = Self.asking + Self.common + command.options
        if let unknown { throw unknownOption(unknown, command, allowed) }
        for (name, words) in arguments.values {
            guard let option = allowed.first(where: { $0.name == name }) else {
                throw unknownOption("--" + name, command, allowed)
            }
            if option.takesValue { for word in words { try option.check(word) } }
        }
        try checkOperands(arguments.operands, of: command)
        return .run(command, arguments)
    }

    /// Takes the command's words off the operands.
    private func command(_ arguments: inout Arguments, isOptional: Bool) throws(Failure) -> Subcommand? {
        guard let first = arguments.operands.first else { return isOptional ? nil : commands.first }
        for count in [2, 1] where count <= arguments.operands.count {
            let name = arguments.operands.prefix(count).joined(separator: " ")
            guard let command = commands.first(where: { $0.name == name }) else { continue }
            arguments.operands.removeFirst(count)
            return command
        }
        let inner = commands.filter { $0.name.hasPrefix(first + " ") }.map { String($0.name.dropFirst(first.count + 1)) }
        if let last = inner.last {
            let words = inner.count > 1 ? inner.dropLast().joined(separator: ", ") + " or " + last : last
            throw Failure(.usage, "kelp \(first) wants \(words) after it")
        }
        if arguments.operands.count > 1 {
            let nearest = nearestNames(to: first, in: names).first
            throw Failure(.usage, "there is no command \(first)" + suggestion(nearest) + " (kelp --help lists them)")
        }
        return commands.first
    }

    /// Names of the commands to suggest.
    private var names: [String] { commands.filter { !$0.isHidden }.map(\.name) }

    private func unknownOption(_ word: String, _ command: Subcommand, _ allowed: [CommandOption]) -> Failure {
        let name = String(word.split(separator: "=", maxSplits: 1)[0])
        guard name.hasPrefix("--") else {
            return Failure(
                .usage, "kelp \(command.name) has no option \(String(name.prefix(2))): put -- before words that begin with a dash"
            )
        }
        let nearest = nearestNames(to: String(name.dropFirst(2)), in: allowed.map(\.name)).first.map { "--" + $0 }
        return Failure(.usage, "kelp \(command.name) has no option \(name)" + suggestion(nearest))
    }

    private func checkOperands(_ operands: [String], of command: Subcommand) throws(Failure) {
        guard !command.operandCount.contains(operands.count) else { return }
        if operands.count < command.operandCount.lowerBound {
            throw Failure(.usage, "kelp \(command.name) wants \(command.operands) after it")
        }
        throw Failure(.usage, "kelp \(command.name) does not take \(operands[command.operandCount.upperBound])")
    }
}

extension ArgumentParser {
    /// Takes an option and its value.
    /// - Returns: whether any command has such an option.
    private func take(_ word: String, _ rest: inout ArraySlice<String>, into arguments: inout Arguments) throws(Failure) -> Bool {
        let (name, attached) = split(word)
        guard let option = options.first(where: { word.hasPrefix("--") ? $0.name == name : $0.letter.map(String.init) == name })
        else {
            return false
        }
        if !option.takesValue {
            guard attached == nil || attached == "true" || attached == "false" else {
                throw Failure(.usage, "--\(option.name) takes no value but true or false")
            }
            arguments.values[option.name, default: []].append(attached ?? "true")
        } else if let value = attached ?? rest.popFirst() {
            arguments.values[option.name, default: []].append(value)
        } else {
            throw Failure(.usage, "--\(option.name) wants \(option.placeholder ?? "a value") after it")
        }
        return true
    }

    /// `--name=value`, `-Nvalue` and their halves.
    private func split(_ word: String) -> (name: String, attached: String?) {
        guard word.hasPrefix("--") else {
            let rest = word.dropFirst(2)
            return (String(word.dropFirst().prefix(1)), rest.isEmpty ? nil : String(rest))
        }
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
    }
}
