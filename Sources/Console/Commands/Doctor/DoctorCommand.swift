import Engine

/// `kelp doctor`: what is wrong, and how to mend it.
enum DoctorCommand {
    private enum Format: String, CaseIterable { case table, json }

    static let subcommand = Subcommand(
        name: "doctor", summary: "tell what is wrong, and how to mend it",
        details: [
            "Looks at the configuration, the terminal, the index and Kafka, as the other commands would use them, and changes nothing. "
                + "✓ is well, ! works but could be better, ✗ does not work. It takes 10 s at most.",
            "The status is that of the first ✗, 0 where there is none. json is {\"status\", \"findings\": [{\"subject\", \"verdict\": "
                + "\"good\"|\"warning\"|\"bad\", \"status\", \"sentence\"}]}.",
        ],
        options: [CommandOption("format", .choice(Format.allCases.map(\.rawValue)), "how to write it", fallback: "table")],
        needsConfiguration: false, run: .headless(run))

    @Sendable private static func run(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let arguments = invocation.arguments
        let reading = ConfigurationReading(
            file: arguments.value("config"), environment: invocation.environment, options: arguments.settings)
        let settings = ConfigurationCheck(reading: reading, environment: invocation.environment).check
        let terminal = TerminalCheck(environment: invocation.environment).check
        let servers = reading.isFileUnderstood ? checks(try answered(reading.configuration)) : []
        let examination = Examination(checks: [settings, terminal] + servers)
        let findings = await examination.run { running in
            invocation.errors.status("kelp: looking at \(running.joined(separator: ", "))…")
        }
        invocation.errors.clearStatus()
        if Task.isCancelled { throw Failure(.cancelled, "the examination was called off") }
        let status = status(of: findings)
        switch arguments.choice("format", default: Format.table) {
        case .table: for finding in findings { try invocation.output.line(finding.line) }
        case .json: try invocation.output.write(json(findings, status))
        }
        try invocation.output.flush()
        return status
    }

    /// Index and Kafka. Without the file nobody knows which ones are meant.
    private static func checks(_ configuration: Configuration) -> [Examination.Check] {
        [
            configuration.isOnServer
                ? ServerCheck(configuration: configuration).check : EmbeddedCheck(configuration: configuration).check,
            KafkaCheck(configuration: configuration).check,
        ]
    }

    /// What is to be typed is asked before anybody waits; where there is no terminal, the check that needs it says so.
    private static func answered(_ configuration: Configuration) throws(Failure) -> Configuration {
        do throws(Failure) {
            return try configuration.withSecrets(asking: TerminalPrompt.ask, isTypedOnly: true)
        } catch {
            if error.kind == .cancelled { throw error }
            return configuration
        }
    }

    private static func status(of findings: [Finding]) -> ExitStatus {
        for finding in findings { if case .bad(let status) = finding.verdict { return status } }
        return .done
    }

    private static func json(_ findings: [Finding], _ status: ExitStatus) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("status")
        json.number(status.rawValue)
        json.key("findings")
        json.beginArray()
        for finding in findings { finding.write(to: &json) }
        json.endArray()
        json.endObject()
        json.endLine()
        return json.bytes
    }
}
