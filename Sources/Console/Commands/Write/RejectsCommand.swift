import Engine

/// `kelp rejects list`: what could not be indexed, and why.
enum RejectsCommand {
    static let subcommand = Subcommand(
        name: "rejects list", summary: "list what was refused, the newest first",
        details: [
            "jsonl has number, refusedAt (milliseconds), kind, reason, index, where it came from (topic, partition, offset, or file and "
                + "line), key and payload; where key or payload is no UTF-8, \"encoding\": \"base64\" stands for both."
        ],
        options: [
            CommandOption("limit", .number(1...1_000_000), "how many at most", fallback: "50"),
            CommandOption("format", .choice(DeadLetterFormat.allCases.map(\.rawValue)), "how to write them", fallback: "table"),
        ],
        run: .headless(list))

    @Sendable private static func list(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let arguments = invocation.arguments
        let letters = try await invocation.configuration.withIndex(.reader, errors: invocation.errors) {
            (index) async throws(Failure) in
            try await index.deadLetters(limit: arguments.number("limit") ?? 50)
        }
        try arguments.choice("format", default: DeadLetterFormat.table).write(letters, to: invocation.output)
        try invocation.output.flush()
        if letters.isEmpty, invocation.errors.isTerminal { invocation.errors.note("kelp: nothing was refused") }
        return .done
    }
}
