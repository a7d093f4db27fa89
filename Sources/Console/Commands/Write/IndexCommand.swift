import Engine

/// `kelp index`: the pipeline without a screen.
enum IndexCommand {
    static let subcommand = Subcommand(
        name: "index", summary: "index what arrives in topics, without a screen",
        details: [
            "Reads as a member of the consumer group --group. The embedded index keeps how far it has been read: run again, it goes on "
                + "there and indexes nothing twice. For Elasticsearch the group's commits count. SIGTERM finishes what is in flight first.",
            "With --until-end the status is 1 if any record was refused; kelp rejects list shows them.",
        ],
        options: [CommandOption("until-end", .none, "stop at what was the end at the start")],
        run: .headless(run))

    @Sendable private static func run(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let configuration = invocation.configuration
        try configuration.requireWritable(for: "kelp index")
        let kafka = try configuration.kafka(for: "kelp index")
        let isUntilEnd = invocation.arguments.has("until-end")
        let status = try await configuration.withIndex(.writer, errors: invocation.errors) { (index) async throws(Failure) in
            try await configuration.requireMakeable(configuration.routes.values, in: index)
            let consumer = try KafkaConsumer(
                configuration: kafka, topics: configuration.topics, role: .member(group: configuration.group))
            let pipeline = Pipeline(
                source: consumer, index: index, routes: configuration.routes, mode: isUntilEnd ? .indexUntilEnd : .index,
                idField: configuration.idField)
            try await finally({ await consumer.closeLogged() }) { () async throws(Failure) in
                try await PipelineReport.watch(pipeline, errors: invocation.errors)
            }
            return pipeline.status
        }
        invocation.errors.note("kelp: \(status.indexed) indexed, \(status.rejected) refused")
        return isUntilEnd && status.rejected > 0 ? .someRefused : .done
    }
}
