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
                saved: configuration.savedQueriesFile.map { SavedQueriesFile(path: $0) })
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

    /// An index that topics feed may come into being while the console runs; any other must be there.
    private static func requireKnown(_ name: IndexName, _ configuration: Configuration) async throws(Failure) {
        if configuration.routes.values.contains(name) { return }
        let indexes = try await configuration.withIndex(.reader, errors: Output()) { (index) async throws(Failure) in
            try await index.indexes()
        }
        let names = indexes.flatMap { [$0.name] + $0.aliases }.map(\.rawValue)
        if names.contains(name.rawValue) { return }
        let words = names + Subcommand.all.filter { !$0.isHidden }.map(\.name)
        let nearest = nearestNames(to: name.rawValue, in: words)
        let known: SafeText =
            names.isEmpty ? "; the index is empty, kelp demo shows a full one" : "; there are \(names.joined(separator: ", "))"
        throw Failure(
            .usage,
            "there is no index and no command \(name)"
                + (nearest.isEmpty ? known : ", did you mean \(nearest.joined(separator: " or "))?"))
    }

    private static func open(
        _ configuration: Configuration, _ tell: @escaping @Sendable (SafeText) -> Void
    ) async throws(Failure) -> Backend {
        let index = try await configuration.openIndex(configuration.isReadOnly ? .reader : .writerIfFree) { step, _ in tell(step)
        }
        // A server's name and warnings are known once it has been asked; one that is down is told of by the first search.
        if let server = index as? ElasticsearchIndex { _ = try? await server.ping() }
        do throws(Failure) {
            guard configuration.brokers == nil else { return try connected(index, configuration) }
            return Backend(index: index, notice: try await advice(index)) { await index.close() }
        } catch {
            await index.close()
            throw error
        }
    }

    /// What to try next where there is nothing to see.
    private static func advice(_ index: any SearchIndex) async throws(Failure) -> SafeText? {
        guard try await index.indexes().allSatisfy({ $0.documents == 0 }) else { return index.warnings.first }
        return "The index is empty: kelp import FILE --index NAME fills it"
    }

    private static func connected(_ index: any SearchIndex, _ configuration: Configuration) throws(Failure) -> Backend {
        let kafka = try configuration.kafka(for: "kelp")
        let isIndexing = try isIndexing(index, configuration)
        let consumer = try KafkaConsumer(
            configuration: kafka, topics: configuration.topics,
            role: isIndexing ? .member(group: configuration.group) : .browser)
        let feed = LiveFeed()
        let pipeline = Pipeline(
            source: consumer, index: index, routes: configuration.routes, mode: isIndexing ? .index : .browse(from: .end),
            idField: configuration.idField, feed: feed)
        return Backend(
            index: index, feed: feed, pipeline: pipeline,
            records: RecordReader(kafka, routes: configuration.routes, idField: configuration.idField),
            notice: index.warnings.first ?? (isIndexing ? nil : browsingReason(index, configuration))
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
