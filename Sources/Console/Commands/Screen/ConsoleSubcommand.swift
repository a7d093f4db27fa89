import Engine

/// `kelp`: the console.
enum ConsoleSubcommand {
    static let subcommand = Subcommand(
        name: "console", operands: "[INDEX]", operandCount: 0...1, summary: "search and watch, in one screen",
        details: [
            "With --brokers it indexes what it reads as long as no other program writes to the embedded index; else, and on "
                + "Elasticsearch unless --pipeline on says so, it shows what arrives and commits nothing."
        ],
        run: .screen(prepare))

    @Sendable private static func prepare(_ invocation: Invocation) async throws(Failure) -> ConsoleSetup {
        // Before there is a screen: a secret may have to be typed, or its command may ask something.
        var configuration = try invocation.configuration.withSecrets(asking: TerminalPrompt.ask)
        if let name = invocation.arguments.operands.first {
            configuration.index = IndexName(name)
            try await requireKnown(IndexName(name), configuration)
        }
        if configuration.isOnServer && configuration.pipeline != .on { configuration.readOnly = configuration.readOnly ?? true }
        let opened = configuration
        return ConsoleSetup(
            profile: profile(configuration), color: configuration.color, isProduction: configuration.isProduction,
            index: configuration.index, isReadOnly: configuration.isReadOnly,
            theme: Theme.named(configuration.theme) ?? .dark,
            queries: QueryStore.Files(
                history: configuration.historyFile.map { HistoryFile(path: $0) },
                saved: configuration.savedQueriesFile.map { SavedQueriesFile(path: $0) }),
            export: ExportFile.writer(home: invocation.environment["HOME"])
        ) { (tell) async throws(Failure) in
            try await open(opened, tell)
        }
    }

    /// What stays on the screen: also that whoever is on the way to the server can read along.
    private static func profile(_ configuration: Configuration) -> SafeText {
        let name: SafeText = configuration.profile.map { "\($0)" } ?? (configuration.isOnServer ? "server" : "embedded")
        let isBlind = configuration.tls.isVerificationSkipped && configuration.elasticsearch.contains(where: \.isEncrypted)
        return isBlind ? name + ", not verified!" : name
    }

    /// An index that topics feed may come into being while the console runs; any other must be there. Where a server does not say at
    /// once, the console does when it does.
    private static func requireKnown(_ name: IndexName, _ configuration: Configuration) async throws(Failure) {
        if configuration.routes.values.contains(name) { return }
        do throws(Failure) {
            try await configuration.withIndex(.reader, errors: Output(), patience: .seconds(1)) { (index) async throws(Failure) in
                _ = try await index.search(SearchRequest(indexes: [name], query: .everything, size: 0))
            }
        } catch {
            switch error.kind {
            case .unavailable, .tryAgain: return
            case .usage: throw Failure(.usage, error.sentence + commandHint(name))
            default: throw error
            }
        }
    }

    /// The first word may have been meant as a command.
    private static func commandHint(_ name: IndexName) -> SafeText {
        let commands = Subcommand.all.filter { !$0.isHidden }.map(\.name)
        return nearestNames(to: name.rawValue, in: commands).first.map { "; did you mean the command \($0)?" } ?? ""
    }

    /// Nothing is asked of a server here: one that is down or hangs is told of by the first search, and comes back by itself.
    private static func open(
        _ configuration: Configuration, _ tell: @escaping @Sendable (SafeText) -> Void
    ) async throws(Failure) -> Backend {
        let access: EmbeddedIndex.Access = configuration.isReadOnly ? .reader : .writerIfFree
        let index = try await configuration.openIndex(access) { step, _ in tell(step) }
        do throws(Failure) {
            guard configuration.brokers == nil else { return try await connected(index, configuration) }
            return Backend(index: index, isOnServer: configuration.isOnServer, server: configuration.elasticsearch.first) {
                await index.close()
            }
        } catch {
            await index.close()
            throw error
        }
    }

    private static func connected(
        _ index: any SearchIndex, _ configuration: Configuration
    ) async throws(Failure) -> Backend {
        let kafka = try configuration.kafka(for: "kelp")
        let isIndexing = try isIndexing(index, configuration)
        if isIndexing { try await configuration.requireMakeable(configuration.routes.values, in: index) }
        let consumer = try KafkaConsumer(
            configuration: kafka, topics: configuration.topics,
            role: isIndexing ? .member(group: configuration.group) : .browser)
        let feed = LiveFeed()
        let pipeline = Pipeline(
            source: consumer, index: index, routes: configuration.routes, mode: isIndexing ? .index : .browse(from: .end),
            idField: configuration.idField, feed: feed)
        return Backend(
            index: index, isOnServer: configuration.isOnServer, server: configuration.elasticsearch.first, feed: feed,
            pipeline: pipeline,
            records: RecordReader(kafka, routes: configuration.routes, idField: configuration.idField),
            notice: isIndexing ? nil : browsingReason(index, configuration)
        ) {
            await consumer.close()
            await index.close()
        }
    }

    private static func isIndexing(_ index: any SearchIndex, _ configuration: Configuration) throws(Failure) -> Bool {
        switch configuration.pipeline {
        case .off: return false
        // On a server that others share, nobody indexes without having said so.
        case .auto: return index.isWritable && !configuration.isOnServer
        case .on:
            if index.isWritable { return true }
            try configuration.requireWritable(for: "--pipeline on")
            throw Failure(
                .tryAgain,
                "--pipeline on: another kelp writes to \(try configuration.dataFolder()); end it, or leave --pipeline out")
        }
    }

    private static func browsingReason(_ index: any SearchIndex, _ configuration: Configuration) -> SafeText {
        if configuration.pipeline == .off { return "The pipeline is off: this console shows what arrives and indexes nothing" }
        if configuration.isOnServer && configuration.pipeline == .auto {
            return "This console shows what arrives and indexes nothing; with --pipeline on it does"
        }
        if configuration.isReadOnly { return "Read-only: this console shows what arrives and indexes nothing" }
        return "Another kelp writes to this index: this console shows what arrives and indexes nothing"
    }
}
