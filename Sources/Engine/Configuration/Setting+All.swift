extension Setting {
    /// Every setting there is, in the order of the help.
    public static let all: [Setting] = [
        text("data", "FOLDER", "where the embedded index lives", fallback: "$XDG_DATA_HOME/kelp") { $0.data = $1 },
        text("brokers", "HOST:PORT[,…]", "the Kafka cluster to read from") { $0.brokers = $1 },
        Setting(
            "topic", .list("TOPIC[:INDEX]"), "a topic and the index that it feeds; may be repeated",
            fallback: "chatroom_created:chatroom, playlist_created:playlist", change: setTopics),
        text("group", "NAME", "the consumer group of the pipeline; browsing never joins it", fallback: "search_indexer") {
            $0.group = $1
        },
        Setting("properties", letter: "X", .properties, "a librdkafka property; may be repeated", change: addProperties),
        text("index", "NAME", "the index to search or import into", fallback: "all") { $0.index = IndexName($1) },
        text("idField", "NAME", "the field that holds a document's id", fallback: "id") { $0.idField = $1 },
        Setting("readOnly", .flag, "write nothing", change: setReadOnly),
        Setting(
            "pipeline", .choice(Configuration.PipelineChoice.allCases.map(\.rawValue)),
            "whether the console indexes what it reads; auto: when no other program writes to the index", fallback: "auto",
            change: setPipeline),
        Setting("theme", .choice(Configuration.themes), "the console's colours", fallback: "dark", change: setTheme),
        text("logFile", "FILE", "where the log goes") { $0.logFile = $1 },
        Setting("verbose", .flag, "log more", change: setVerbose),
    ]

    private static func text(
        _ name: String, _ placeholder: String, _ help: String, fallback: String? = nil,
        set: @escaping @Sendable (inout Configuration, String) -> Void
    ) -> Setting {
        Setting(name, .text(placeholder), help, fallback: fallback) { configuration, value in
            if case .text(let text) = value { set(&configuration, text) }
        }
    }

    @Sendable private static func setReadOnly(_ configuration: inout Configuration, _ value: Value) {
        configuration.isReadOnly = value == .flag(true)
    }

    @Sendable private static func setVerbose(_ configuration: inout Configuration, _ value: Value) {
        configuration.isVerbose = value == .flag(true)
    }

    @Sendable private static func setTheme(_ configuration: inout Configuration, _ value: Value) {
        if case .text(let text) = value { configuration.theme = text }
    }

    @Sendable private static func setPipeline(_ configuration: inout Configuration, _ value: Value) {
        if case .text(let text) = value { configuration.pipeline = .init(rawValue: text) ?? .auto }
    }

    /// Properties of several layers add up.
    @Sendable private static func addProperties(_ configuration: inout Configuration, _ value: Value) {
        if case .properties(let pairs) = value { configuration.properties.merge(pairs) { $1 } }
    }

    /// A topic without an index feeds the one it always feeds, else one with its own name.
    @Sendable private static func setTopics(_ configuration: inout Configuration, _ value: Value) throws(Problem) {
        guard case .list(let items) = value else { return }
        configuration.routes = [:]
        for item in items {
            let parts = item.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let topic = TopicName(String(parts[0]))
            let index =
                parts.count == 2 ? IndexName(String(parts[1])) : Configuration.defaultRoutes[topic] ?? IndexName(topic.rawValue)
            guard !topic.rawValue.isEmpty, !index.rawValue.isEmpty else {
                throw Problem(reason: "must look like TOPIC or TOPIC:INDEX, not \(item)")
            }
            configuration.routes[topic] = index
        }
    }
}
