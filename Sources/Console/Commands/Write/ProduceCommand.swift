import Engine

/// `kelp produce`: records from files or standard input.
enum ProduceCommand {
    /// How long the brokers may take to acknowledge the last records.
    private static let patience = Duration.seconds(30)

    static let subcommand = Subcommand(
        name: "produce", operands: "TOPIC [FILE…]", operandCount: 1...Int.max, summary: "write records into a topic",
        details: [
            "Each line of the files, or of standard input, becomes the value of a record; lines of blanks are passed over. With --format "
                + "jsonl a line is a record as kelp tail --format jsonl writes it: key, headers, timestamp and value, where null is a "
                + "tombstone, and an object stands for its JSON.",
            "What cannot be sent is listed with its line, and the status is 1 then; the rest is sent all the same.",
        ],
        options: [
            CommandOption("format", .choice(RecordSender.Format.allCases.map(\.rawValue)), "what a line is", fallback: "lines"),
            CommandOption("key-field", .text("NAME"), "the field of JSON lines that becomes the record's key"),
        ],
        run: .headless(run))

    @Sendable private static func run(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let (arguments, errors) = (invocation.arguments, invocation.errors)
        try invocation.configuration.requireWritable(for: "kelp produce")
        let kafka = try invocation.configuration.kafka(for: "kelp produce")
        let topic = TopicName(arguments.operands[0])
        try await requireTopic(topic, kafka)
        let producer = try KafkaProducer(configuration: kafka)
        let sender = RecordSender(
            producer: producer, topic: topic, format: arguments.choice("format", default: .lines),
            keyField: arguments.value("key-field").map { FieldPath($0) })
        var refused = 0
        try await finally({ await producer.close() }) { () async throws(Failure) in
            var before = 0
            for file in arguments.operands.count > 1 ? Array(arguments.operands.dropFirst()) : ["-"] {
                before += try await sender.run(file) { line, reason in
                    refused += 1
                    errors.note("kelp: \(file == "-" ? "standard input" : file):\(line): " + reason)
                } onSent: { count in
                    errors.status("\(before + count) records")
                }
            }
            try await producer.flush(timeout: patience)
        }
        errors.note("kelp: \(await producer.acknowledged) produced, \(refused) refused")
        return refused > 0 ? .someRefused : .done
    }

    /// A topic that is misspelt must not come into being.
    private static func requireTopic(_ topic: TopicName, _ kafka: KafkaConfiguration) async throws(Failure) {
        let metadata = try KafkaMetadata(configuration: kafka)
        try await finally({ await metadata.close() }) { () async throws(Failure) in _ = try await metadata.watermarks(of: topic) }
    }
}
