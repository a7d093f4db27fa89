import Engine

/// `kelp demo`: the console on an index, a broker and a feed of its own.
enum DemoCommand {
    static let subcommand = Subcommand(
        name: "demo", summary: "try the console: it needs nothing and leaves nothing behind",
        details: [
            "A broker inside the process, 10,000 playlists and chat rooms, and a feed that goes on, all in a folder that is removed at "
                + "the end."
        ],
        options: [CommandOption("rate", .number(0...100_000), "events a second", fallback: "20")],
        run: .screen(prepare))

    @Sendable private static func prepare(_ invocation: Invocation) async throws(Failure) -> ConsoleSetup {
        let rate = Double(invocation.arguments.number("rate") ?? 20)
        let base = invocation.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        let index = invocation.configuration.index ?? "playlist"
        let theme = Theme.named(invocation.configuration.theme) ?? .dark
        let export = ExportFile.writer(home: invocation.environment["HOME"])
        return ConsoleSetup(profile: "demo", index: index, theme: theme, export: export) { (_) async throws(Failure) in
            try await open(rate: rate, base: base)
        }
    }

    /// Opens everything; what is open already is let go of if the rest fails.
    private static func open(rate: Double, base: String) async throws(Failure) -> Backend {
        let folder = try DemoFolder.make(in: base)
        do throws(Failure) {
            let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
            do throws(Failure) {
                return try backend(rate: rate, index: index, folder: folder)
            } catch {
                await index.close()
                throw error
            }
        } catch {
            folder.remove()
            throw error
        }
    }

    private static func backend(rate: Double, index: EmbeddedIndex, folder: DemoFolder) throws(Failure) -> Backend {
        let routes = Configuration.defaultRoutes
        let broker = try DemoBroker(topics: routes.keys.sorted())
        let kafka = try broker.configuration
        // Not as a member of a group: librdkafka's mock broker lets a new group wait 3 s, and the index keeps the offsets anyway.
        let consumer = try KafkaConsumer(configuration: kafka, topics: routes.keys.sorted(), role: .browser)
        // Room for the whole backlog, which comes faster than a busy machine gives the screen its turn.
        let feed = LiveFeed(capacity: 16_384)
        let producer = Task { try? await DemoFeed(configuration: kafka, rate: rate).run() }
        let pipeline = Pipeline(source: consumer, index: index, routes: routes, mode: .index, feed: feed)
        return Backend(index: index, feed: feed, pipeline: pipeline, records: RecordReader(kafka, routes: routes)) {
            producer.cancel()
            _ = await producer.value
            await consumer.close()
            await index.close()
            broker.close()
            folder.remove()
        }
    }
}
