extension Setting {
    /// Every setting there is, in the order of the help.
    public static let all: [Setting] = [
        text("profile", "NAME", "the profile of the configuration file whose settings count") { $0.profile = $1 },
        text("data", "FOLDER", "where the embedded index lives", fallback: "$XDG_DATA_HOME/kelp") { $0.data = $1 },
        Setting(
            "elasticsearch", .text("URL[,URL]"), "the index is Elasticsearch or OpenSearch there, not the embedded one",
            change: setElasticsearch),
        Setting("sniff", .flag, "ask the cluster for its other nodes, and share the work among all that can be asked from here") {
            (configuration, value) throws(Problem) in configuration.isSniffing = value == .flag(true)
        },
        text("elasticsearchUser", "NAME", "who Kelp is to Elasticsearch, with the password beside it", reach: .environment) {
            $0.elasticsearchUser = $1
        },
        secret("elasticsearchPassword", "the user's password, from a file, a command, a prompt or the environment") {
            $0.elasticsearchPassword = $1
        },
        secret("elasticsearchApiKey", "an API key in place of user and password, from the same") { $0.elasticsearchAPIKey = $1 },
        secret("elasticsearchToken", "a bearer token in place of user and password, from the same") {
            $0.elasticsearchToken = $1
        },
        text("caFile", "FILE", "the authorities to trust, in PEM", fallback: "the system's") { $0.tls.authorityFile = $1 },
        text("clientCertificate", "FILE", "Kelp's own certificate, in PEM") { $0.tls.certificateFile = $1 },
        text("clientKey", "FILE", "its private key, in PEM") { $0.tls.keyFile = $1 },
        secret("clientKeyPassword", "what opens the private key, from the same") { $0.clientKeyPassword = $1 },
        text("pinnedKey", "sha256//HASH", "the only public key that the server may have") { $0.tls.pinnedKey = $1 },
        Setting("skipVerify", .flag, "believe any certificate: whoever is on the way can read and change everything") {
            (configuration, value) throws(Problem) in configuration.tls.isVerificationSkipped = value == .flag(true)
        },
        text("brokers", "HOST:PORT[,…]", "the Kafka cluster to read from") { $0.brokers = $1 },
        Setting(
            "topic", .list("TOPIC[:INDEX]"), "a topic and the index that it feeds; may be repeated",
            fallback: "chatroom_created:chatroom, playlist_created:playlist", change: setTopics),
        text("group", "NAME", "the consumer group of the pipeline; browsing never joins it", fallback: "search_indexer") {
            $0.group = $1
        },
        Setting(
            "properties", letter: "X", .properties,
            "a librdkafka property; may be repeated; a secret one can come from a file or a command",
            change: addProperties),
        text("index", "NAME", "the index to search or import into", fallback: "all") { $0.index = IndexName($1) },
        text("idField", "NAME", "the field that holds a document's id", fallback: "id") { $0.idField = $1 },
        Setting("readOnly", .flag, "write nothing", change: setReadOnly),
        Setting(
            "pipeline", .choice(Configuration.PipelineChoice.allCases.map(\.rawValue)),
            "whether the console indexes what it reads; auto: when no other program writes to the index", fallback: "auto",
            change: setPipeline),
        Setting("theme", .choice(Configuration.themes), "the console's colours", fallback: "dark", change: setTheme),
        Setting(
            "color", .choice(ProfileColor.allCases.map(\.rawValue)), "the colour of the profile's name on the screen",
            reach: .file,
            change: setColor),
        Setting(
            "production", .flag, "say so on the screen, always, and write nothing unless readOnly is false", reach: .file,
            change: setProduction),
        text("logFile", "FILE", "where the log goes") { $0.logFile = $1 },
        Setting("verbose", .flag, "log more", change: setVerbose),
    ]

    private static func text(
        _ name: String, _ placeholder: String, _ help: String, fallback: String? = nil, reach: Reach = .commandLine,
        set: @escaping @Sendable (inout Configuration, String) -> Void
    ) -> Setting {
        Setting(name, .text(placeholder), help, fallback: fallback, reach: reach) { configuration, value in
            if case .text(let text) = value { set(&configuration, text) }
        }
    }

    private static func secret(
        _ name: String, _ help: String, set: @escaping @Sendable (inout Configuration, SecretSource) -> Void
    ) -> Setting {
        Setting(name, .secret, help, reach: .environment) { configuration, value in
            if case .secret(let source) = value { set(&configuration, source) }
        }
    }

    /// The address is not repeated in a problem: a password may be in it.
    @Sendable private static func setElasticsearch(_ configuration: inout Configuration, _ value: Value) throws(Problem) {
        guard case .text(let text) = value else { return }
        do throws(Failure) {
            configuration.elasticsearch = try NodeAddress.list(text)
        } catch {
            throw Problem(reason: "is wrong: \(error.sentence)")
        }
    }

    @Sendable private static func setReadOnly(_ configuration: inout Configuration, _ value: Value) {
        configuration.readOnly = value == .flag(true)
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

    @Sendable private static func setColor(_ configuration: inout Configuration, _ value: Value) {
        if case .text(let text) = value { configuration.color = ProfileColor(rawValue: text) }
    }

    @Sendable private static func setProduction(_ configuration: inout Configuration, _ value: Value) {
        configuration.isProduction = value == .flag(true)
    }

    /// Properties of several layers add up.
    @Sendable private static func addProperties(_ configuration: inout Configuration, _ value: Value) {
        guard case .properties(let pairs, let secrets) = value else { return }
        configuration.properties = configuration.properties.filter { secrets[$0.key] == nil }.merging(pairs) { $1 }
        configuration.secretProperties = configuration.secretProperties.filter { pairs[$0.key] == nil }.merging(secrets) { $1 }
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
