import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// From the words of the command line to the end of the program.
struct Launcher: Sendable {
    let environment: [String: String]
    let output: Output
    let errors: Output

    /// Runs what the words ask for. To be called on the first thread, before any other is started.
    func launch(_ words: [String]) -> Ending {
        // A pipe or connection that is gone is an error of the call that writes to it, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do throws(Failure) {
            guard let (command, invocation) = try prepare(words) else { return .status(ExitStatus.done.rawValue) }
            switch command.run {
            case .headless(let body):
                let ending = Signals.run { await status(of: { () async throws(Failure) in try await body(invocation) }) }
                return output.isBroken ? .signal(SIGPIPE) : ending
            case .screen(let prepare): return try showScreen { () async throws(Failure) in try await prepare(invocation) }
            }
        } catch {
            return .status(report(error).rawValue)
        }
    }

    /// Parses the words and reads the configuration.
    /// - Returns: `nil` if only help or version was asked for, which is written then.
    func prepare(_ words: [String]) throws(Failure) -> (Subcommand, Invocation)? {
        let help = CommandHelp(commands: Subcommand.all)
        switch try ArgumentParser(commands: Subcommand.all).parse(words) {
        case .version: try write("kelp \(kelpVersion)\n")
        case .help(let command): try write(command.map(help.text) ?? help.overview)
        case .run(let command, let arguments): return (command, try invocation(command, arguments))
        }
        return nil
    }

    /// Runs a piece of work and tells on standard error why it failed, if it did.
    func status(of work: () async throws(Failure) -> ExitStatus) async -> ExitStatus {
        do throws(Failure) {
            return try await work()
        } catch {
            return report(error)
        }
    }

    private func invocation(_ command: Subcommand, _ arguments: Arguments) throws(Failure) -> Invocation {
        var configuration = Configuration()
        if command.needsConfiguration {
            configuration = try Configuration.load(
                file: arguments.value("config"), environment: environment, options: arguments.settings)
        }
        if let path = configuration.logFile { try Log.shared.open(path, isVerbose: configuration.isVerbose) }
        return Invocation(
            arguments: arguments, configuration: configuration, environment: environment, output: output, errors: errors)
    }

    private func write(_ text: String) throws(Failure) {
        try output.write(Array(text.utf8))
        try output.flush()
    }

    /// What was called off needs no words.
    private func report(_ failure: Failure) -> ExitStatus {
        if failure.kind != .cancelled {
            Log.shared.warning(failure.sentence)
            errors.note("kelp: " + failure.sentence)
        }
        return ExitStatus(failure.kind)
    }
}
