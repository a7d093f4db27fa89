import Engine

/// `kelp serve`: the HTTP API, and the pipeline beside it.
enum ServeCommand {
    private static let place = "127.0.0.1:8000"

    static let subcommand = Subcommand(
        name: "serve", summary: "answer searches over HTTP, and index what arrives",
        details: [
            "GET /v1/api/search/INDEX?query=…&size=10&sort=latest|popularity&start=0 finds documents whose name has one of the words. "
                + "POST /index/INDEX indexes one document. GET /healthz tells whether it lives, GET /readyz whether index and Kafka "
                + "can be reached, GET /openapi.json describes all of it.",
            "With --brokers it indexes what arrives, as kelp index does. Where nothing may be written, or another kelp writes to the "
                + "embedded index, it only reads. SIGTERM answers what was asked first.",
            "On this machine it is called localhost, by its address, or by the name after --listen; under another name it answers only "
                + "who shows a key, so that no web page reads it under a name of its own.",
            "Beyond this machine it wants a key, which clients show as Authorization: Bearer or X-API-Key: KELP_API_KEY in the "
                + "environment, or --api-key-file.",
        ],
        options: [
            CommandOption("listen", .text("HOST:PORT"), "where to listen", fallback: place),
            CommandOption("api-key-file", .path("FILE"), "the file with the key that clients must show"),
        ],
        run: .headless(run))

    @Sendable private static func run(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let configuration = invocation.configuration
        let address = try ListenAddress(parsing: invocation.arguments.value("listen") ?? place)
        let key = try key(invocation)
        let access: EmbeddedIndex.Access = configuration.isReadOnly ? .reader : .writerIfFree
        try await configuration.withIndex(access, errors: invocation.errors) { (index) async throws(Failure) in
            let kafka = try kafka(for: index, configuration)
            if kafka != nil { try await configuration.requireMakeable(configuration.routes.values, in: index) }
            let service = Service(invocation: invocation, index: index, address: address, key: key)
            if let kafka { try await service.run(with: kafka) } else { try await service.run() }
        }
        return .done
    }

    private static func key(_ invocation: Invocation) throws(Failure) -> APIKey? {
        if let path = invocation.arguments.value("api-key-file") {
            return try APIKey(SecretSource.file(path).read("--api-key-file"))
        }
        return try invocation.environment["KELP_API_KEY"].map { (text) throws(Failure) in try APIKey(Secret(text)) }
    }

    /// `nil` where this process is not to index.
    private static func kafka(
        for index: any SearchIndex, _ configuration: Configuration
    ) throws(Failure) -> KafkaConfiguration? {
        if configuration.pipeline == .on {
            try configuration.requireWritable(for: "--pipeline on")
            guard index.isWritable else {
                throw Failure(.tryAgain, "--pipeline on: another kelp writes to the index; end it, or leave --pipeline out")
            }
        }
        guard index.isWritable, configuration.pipeline != .off, configuration.brokers != nil else { return nil }
        return try configuration.kafka(for: "kelp serve")
    }
}
