import Engine

/// `kelp rejects`: what could not be indexed, and why.
enum RejectsCommand {
    static let subcommands = [list, show, retry, drop]

    private static let list = Subcommand(
        name: "rejects list", summary: "list what was refused, the newest first",
        details: [
            "jsonl has number, refusedAt (milliseconds), kind, reason, index, where it came from (topic, partition, offset, or file and "
                + "line), key and payload; where key or payload is no UTF-8, \"encoding\": \"base64\" stands for both."
        ],
        options: [
            CommandOption("limit", .number(1...1_000_000), "how many at most", fallback: "50"),
            CommandOption("format", .choice(DeadLetterFormat.allCases.map(\.rawValue)), "how to write them", fallback: "table"),
        ],
        run: .headless(runList))

    private static let show = Subcommand(
        name: "rejects show", operands: "NUMBER", operandCount: 1...1, summary: "write what was refused, as it came",
        details: [
            "The reason goes to standard error, the bytes to standard output: put them right, kelp import them, and drop what was refused."
        ],
        run: .headless(runShow))

    private static let retry = Subcommand(
        name: "rejects retry", operands: "NUMBER…|all", operandCount: 1...Int.max, summary: "try again to index what was refused",
        details: [
            "Of use once the index takes it: its mapping is mended, or --id-field names another field. What is in the index by then is "
                + "dropped from the list. A document that has come into the index meanwhile stays, unless --replace is given or it came "
                + "from an earlier record of the same partition.",
            "The status is 1 if any is refused again.",
        ],
        options: [CommandOption("replace", .none, "write over documents that are in the index by now")],
        run: .headless(runRetry))

    private static let drop = Subcommand(
        name: "rejects drop", operands: "NUMBER…|all", operandCount: 1...Int.max, summary: "forget what was refused, for good",
        run: .headless(runDrop))

    @Sendable private static func runList(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
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

    @Sendable private static func runShow(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let choice = try RejectChoice(invocation.arguments.operands)
        try await invocation.configuration.withIndex(.reader, errors: invocation.errors) { (index) async throws(Failure) in
            try await choice.forEach(in: index) { (stored) throws(Failure) in
                invocation.errors.note("kelp: " + DeadLetterFormat.sentence(stored))
                try invocation.output.write(stored.letter.payload ?? [])
                try invocation.output.flush()
            }
        }
        return .done
    }

    @Sendable private static func runRetry(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let (configuration, errors) = (invocation.configuration, invocation.errors)
        let choice = try RejectChoice(invocation.arguments.operands)
        try configuration.requireWritable(for: "kelp rejects retry")
        var (indexed, refused) = (0, 0)
        try await configuration.withIndex(.writer, errors: errors) { (index) async throws(Failure) in
            let second = SecondTry(
                index: index, idField: configuration.idField, replaces: invocation.arguments.has("replace"))
            try await choice.forEach(in: index) { (stored) async throws(Failure) in
                switch try await second.run(stored) {
                case .indexed: indexed += 1
                case .refused(let reason):
                    refused += 1
                    errors.note("kelp: \(stored.number): " + reason)
                }
            }
        }
        errors.note("kelp: \(indexed) indexed, \(refused) refused again")
        return refused > 0 ? .someRefused : .done
    }

    @Sendable private static func runDrop(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let choice = try RejectChoice(invocation.arguments.operands)
        try invocation.configuration.requireWritable(for: "kelp rejects drop")
        var dropped = 0
        try await invocation.configuration.withIndex(.writer, errors: invocation.errors) { (index) async throws(Failure) in
            try await choice.forEachPage(in: index) { (page) async throws(Failure) in
                try await index.drop(deadLetters: page.map(\.number))
                dropped += page.count
            }
        }
        invocation.errors.note("kelp: \(dropped) dropped")
        return .done
    }
}

/// Which dead letters are meant.
enum RejectChoice: Hashable {
    case all
    case numbers([Int64])

    /// So many are in memory at once: each may be of some megabytes.
    private static let page = 50

    /// - Throws: `.usage` for anything but numbers, or `all`.
    init(_ words: [String]) throws(Failure) {
        if words == ["all"] {
            self = .all
            return
        }
        var numbers: [Int64] = []
        for word in words {
            guard let number = Int64(word), number > 0 else {
                throw Failure(.usage, "\(word) is no number of kelp rejects list\(words.count == 1 ? ", nor all" : "")")
            }
            numbers.append(number)
        }
        self = .numbers(numbers)
    }

    /// Does something with each of them; nothing with any if one of the numbers is not there.
    func forEach(
        in index: any SearchIndex, _ body: (StoredDeadLetter) async throws(Failure) -> Void
    ) async throws(Failure) {
        try await forEachPage(in: index) { (page) async throws(Failure) in
            for letter in page {
                if Task.isCancelled { throw Failure(.cancelled, "it was called off") }
                try await body(letter)
            }
        }
    }

    /// The same with as many at once as may be in memory.
    func forEachPage(
        in index: any SearchIndex, _ body: ([StoredDeadLetter]) async throws(Failure) -> Void
    ) async throws(Failure) {
        guard case .numbers(let numbers) = self else { return try await forEachPageOfAll(in: index, body) }
        for number in numbers { _ = try await find(number, in: index) }
        for number in numbers { try await body([try await find(number, in: index)]) }
    }

    private func find(_ number: Int64, in index: any SearchIndex) async throws(Failure) -> StoredDeadLetter {
        if number < .max, let found = try await index.deadLetters(before: number + 1, limit: 1).first, found.number == number {
            return found
        }
        throw Failure(.usage, "nothing that was refused has the number \(number); kelp rejects list shows what there is")
    }

    private func forEachPageOfAll(
        in index: any SearchIndex, _ body: ([StoredDeadLetter]) async throws(Failure) -> Void
    ) async throws(Failure) {
        var last: Int64?
        while true {
            let letters = try await index.deadLetters(before: last, limit: Self.page)
            guard let next = letters.last?.number else { return }
            if Task.isCancelled { throw Failure(.cancelled, "it was called off") }
            try await body(letters)
            last = next
        }
    }
}
