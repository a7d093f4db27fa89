import Engine

/// One run of `kelp serve`: a server, and a pipeline beside it where there are brokers.
struct Service: Sendable {
    let invocation: Invocation
    let index: any SearchIndex
    let address: ListenAddress
    let key: APIKey?

    /// Only answers, until the task is cancelled.
    func run() async throws(Failure) {
        try await answering(checks: { [await indexCheck()] }) { () async throws(Failure) in
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        }
    }

    /// Answers and indexes, until the task is cancelled.
    func run(with kafka: KafkaConfiguration) async throws(Failure) {
        let configuration = invocation.configuration
        let consumer = try KafkaConsumer(
            configuration: kafka, topics: configuration.topics, role: .member(group: configuration.group))
        let metadata = try KafkaMetadata(configuration: kafka)
        let pipeline = Pipeline(
            source: consumer, index: index, routes: configuration.routes, mode: .index, idField: configuration.idField)
        let checks: @Sendable () async -> [Routes.Check] = {
            async let index = indexCheck()
            // Sooner than the check gives up: Kafka's own reason says more.
            async let kafka = Routes.Check.attempt("kafka") { () async throws(Failure) in
                _ = try await metadata.topics(within: .seconds(2))
            }
            return await [index, kafka]
        }
        try await finally({
            await consumer.closeLogged()
            await metadata.close()
        }) { () async throws(Failure) in
            try await answering(checks: checks) { () async throws(Failure) in
                try await PipelineReport.watch(pipeline, errors: invocation.errors)
            }
        }
    }

    /// Answers for as long as the work takes. What was asked by then is answered still.
    private func answering(
        checks: @escaping @Sendable () async -> [Routes.Check], _ work: () async throws(Failure) -> Void
    ) async throws(Failure) {
        let server = try HTTPServer.start(on: address, routes: Routes(index: index, key: key, checks: checks))
        let mode: SafeText = index.isWritable ? "" : ", for reading only"
        let host: SafeText = address.host.contains(":") ? "[\(address.host)]" : "\(address.host)"
        invocation.errors.note("kelp: listening on http://\(host):\(server.port)\(mode)")
        try await finally({ await server.stop() }, work)
    }

    /// The cheapest question that needs no more than the right to search.
    private func indexCheck() async -> Routes.Check {
        await Routes.Check.attempt("index") { () async throws(Failure) in
            _ = try await index.search(SearchRequest(query: .everything, size: 0))
        }
    }
}
