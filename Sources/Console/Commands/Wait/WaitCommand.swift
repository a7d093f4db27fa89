import Engine

/// `kelp wait`: until a search finds a document.
enum WaitCommand {
    /// The pause between two looks: the first, and the longest.
    private static let pauses = (first: Duration.milliseconds(20), longest: Duration.milliseconds(250))

    static let subcommand = Subcommand(
        name: "wait", operands: "ID", operandCount: 1...1, summary: "wait until a search finds a document",
        details: [
            "Writes how long it took, and ends with status 75 if it took too long. A document that is written and not refreshed yet "
                + "counts as not found. Without --index it looks in all indexes."
        ],
        options: [CommandOption("timeout", .text("TIME"), "how long to wait, such as 500ms, 5s or 2m", fallback: "5s")],
        run: .headless(run))

    @Sendable private static func run(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let id = DocumentID(invocation.arguments.operands.first ?? "")
        let timeout = try timeout(invocation.arguments.value("timeout") ?? "5s")
        let configuration = invocation.configuration
        let start = ContinuousClock.now
        let hit = try await configuration.withIndex(.reader, errors: invocation.errors) { (index) async throws(Failure) in
            try await find(id, in: configuration.index, of: index, until: start + timeout)
        }
        let waited = brief(.now - start)
        guard let hit else {
            let place: SafeText = configuration.index.map { "\($0)" } ?? "any index"
            throw Failure(.tryAgain, "no search found \(id) in \(place) within \(waited)")
        }
        let line: SafeText = "\(id) in \(hit.index) is searchable, found after \(waited)"
        try invocation.output.write(Array((line.string + "\n").utf8))
        try invocation.output.flush()
        return .done
    }

    private static func find(
        _ id: DocumentID, in place: IndexName?, of index: any SearchIndex, until end: ContinuousClock.Instant
    ) async throws(Failure) -> Hit? {
        var pause = pauses.first
        while !Task.isCancelled {
            let rest: Duration
            do throws(Failure) {
                if let hit = try await index.searchable([id], in: place).first { return hit }
                rest = end - .now
                if rest <= .zero { return nil }
            } catch {
                // A server that is away may be back in time.
                rest = end - .now
                if !error.isWorthRetrying || rest <= .zero { throw error }
            }
            do { try await Task.sleep(for: min(pause, rest)) } catch { break }
            pause = min(pause * 3 / 2, pauses.longest)
        }
        throw Failure(.cancelled, "called off")
    }

    private static func timeout(_ text: String) throws(Failure) -> Duration {
        let units: [(String, Duration)] = [("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60))]
        for (unit, length) in units where text.hasSuffix(unit) {
            if let count = Int32(text.dropLast(unit.count)), count >= 0 { return length * Int(count) }
        }
        throw Failure(.usage, "--timeout must be a time such as 500ms, 5s or 2m, not \(text)")
    }
}
