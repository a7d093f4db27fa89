import Engine

/// `kelp tail`: records to a terminal or a pipe.
enum TailCommand {
    static let subcommand = Subcommand(
        name: "tail", operands: "[TOPIC…]", operandCount: 0...Int.max, summary: "write what arrives in topics",
        details: [
            "Reads without a consumer group and never commits. Without TOPIC it reads the topics of --topic.",
            "jsonl is one record a line with topic, partition, offset, timestamp (milliseconds), key, headers (pairs) and value; where "
                + "any of them is no UTF-8, \"encoding\": \"base64\" stands for key, value and the headers' names and values of that line.",
        ],
        options: [
            CommandOption("last", letter: "n", .number(0...Int.max), "begin with the last N records of each partition"),
            CommandOption("from", .text("PLACE"), "where to begin: end, begin, an age such as -15m, or a time", fallback: "end"),
            CommandOption("query", .text("QUERY"), "only records whose document matches"),
            CommandOption("until-end", .none, "stop at what was the end at the start"),
            CommandOption("format", .choice(RecordFormat.allCases.map(\.rawValue)), "how to write them", fallback: "table"),
        ],
        run: .headless(run))

    @Sendable private static func run(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let arguments = invocation.arguments
        let topics = arguments.operands.isEmpty ? invocation.configuration.topics : arguments.operands.map { TopicName($0) }
        let start = try start(arguments)
        let filter = try filter(invocation)
        let kafka = try invocation.configuration.kafka(for: "kelp tail")
        let ends = try await ends(of: topics, kafka)
        let consumer = try KafkaConsumer(configuration: kafka, topics: topics, role: .browser)
        var tail = Tail(
            source: consumer, start: start, ends: arguments.has("until-end") ? ends : nil, filter: filter,
            format: arguments.choice("format", default: .table), invocation: invocation)
        try await finally({ await consumer.closeLogged() }) { () async throws(Failure) in try await tail.run() }
        return .done
    }

    private static func start(_ arguments: Arguments) throws(Failure) -> StartPosition {
        guard let count = arguments.number("last") else { return try startPosition(arguments.value("from") ?? "end", now: .now) }
        guard arguments.value("from") == nil else {
            throw Failure(.usage, "-n and --from both say where to begin: leave one out")
        }
        return .tail(count)
    }

    /// The offset after the last record of each partition; it also tells a topic that does not exist.
    private static func ends(
        of topics: [TopicName], _ kafka: KafkaConfiguration
    ) async throws(Failure) -> [TopicPartition: Range<Int64>] {
        let metadata = try KafkaMetadata(configuration: kafka)
        return try await finally({ await metadata.close() }) { () async throws(Failure) in
            var ends: [TopicPartition: Range<Int64>] = [:]
            for topic in topics { ends.merge(try await metadata.watermarks(of: topic)) { $1 } }
            return ends
        }
    }

    private static func filter(_ invocation: Invocation) throws(Failure) -> RecordFilter? {
        guard let text = invocation.arguments.value("query") else { return nil }
        return RecordFilter(query: try parsedQuery(text, fields: .documents), configuration: invocation.configuration)
    }
}

/// Lets through the records whose document a query finds.
struct RecordFilter {
    private let matcher: LiveMatcher
    private let decoder: DocumentDecoder
    private let routes: Pipeline.Routes

    init(query: Query, configuration: Configuration) {
        matcher = LiveMatcher(query)
        decoder = DocumentDecoder(idField: configuration.idField)
        routes = configuration.routes
    }

    func letsThrough(_ record: Record) -> Bool {
        let topic = record.partition.topic
        guard let value = record.value else { return false }
        let index = routes[topic] ?? IndexName(topic.rawValue)
        guard let document = try? decoder.decode(value, index: index, fallbackID: DocumentID("-")) else { return false }
        return matcher.matches(document)
    }
}
