import Engine

/// The program's version.
let kelpVersion = "0.1.0"

/// Commands about Kelp itself.
enum MetaCommands {
    static let completions = Subcommand(
        name: "completions", operands: Completions.Shell.allCases.map(\.rawValue).joined(separator: "|"), operandCount: 1...1,
        summary: "write what a shell needs to complete Kelp's words",
        details: ["For example: source <(kelp completions bash)"], needsConfiguration: false, run: .headless(writeCompletions))

    /// Texts of the repository that are made from the program's tables.
    static let documentation = Subcommand(
        name: "documentation", operands: "man|markdown|configuration|keys", operandCount: 1...1,
        summary: "write a text about Kelp",
        isHidden: true, needsConfiguration: false, run: .headless(writeDocumentation))

    @Sendable private static func writeCompletions(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let word = invocation.arguments.operands[0]
        guard let shell = Completions.Shell(rawValue: word) else {
            throw Failure(.usage, "kelp completions knows bash, zsh and fish, not \(word)")
        }
        return try write(Completions(commands: Subcommand.all).script(for: shell), invocation)
    }

    @Sendable private static func writeDocumentation(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        switch invocation.arguments.operands[0] {
        case "man": try write(ManualPage(commands: Subcommand.all).text, invocation)
        case "markdown": try write(CommandPage(commands: Subcommand.all).text, invocation)
        case "configuration": try write(sampleConfiguration(), invocation)
        case "keys": try write(Keymap.markdown(), invocation)
        default: throw Failure(.usage, "kelp documentation wants man, markdown, configuration or keys")
        }
    }

    private static func write(_ text: String, _ invocation: Invocation) throws(Failure) -> ExitStatus {
        try invocation.output.write(Array(text.utf8))
        try invocation.output.flush()
        return .done
    }
}

extension Subcommand {
    /// Every command; the first one needs no name.
    static let all =
        [
            ConsoleSubcommand.subcommand, DemoCommand.subcommand, SearchCommand.subcommand, TailCommand.subcommand,
            ImportCommand.subcommand, IndexCommand.subcommand, ServeCommand.subcommand, ProduceCommand.subcommand,
            WaitCommand.subcommand,
        ] + RejectsCommand.subcommands + [DoctorCommand.subcommand, MetaCommands.completions, MetaCommands.documentation]
}
