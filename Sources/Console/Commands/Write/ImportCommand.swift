import Engine

/// `kelp import`: documents from files.
enum ImportCommand {
    static let subcommand = Subcommand(
        name: "import", operands: "FILE…", operandCount: 1...Int.max, summary: "index the documents of files",
        details: [
            "Lines of JSON, a JSON array, or CSV with the fields' names in its first row; - is standard input. --index says where to.",
            "What is refused is listed with line and reason and kept: kelp rejects list shows it. The status is 1 then; the rest is "
                + "indexed all the same.",
        ],
        options: [
            CommandOption(
                "format", .choice(ImportFormat.allCases.map(\.rawValue)), "how the files are written", fallback: "guessed")
        ],
        run: .headless(run))

    @Sendable private static func run(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let configuration = invocation.configuration
        guard let name = configuration.index else {
            throw Failure(.usage, "kelp import needs to know where to: name the index with --index NAME")
        }
        try configuration.requireWritable(for: "kelp import")
        let files = invocation.arguments.operands
        let format = invocation.arguments.value("format").flatMap(ImportFormat.init)
        let report = ImportReport(errors: invocation.errors)
        try await configuration.withIndex(.writer, errors: invocation.errors) { (index) async throws(Failure) in
            try await configuration.requireMakeable([name], in: index)
            let importer = Importer(index: index, into: name, idField: configuration.idField, format: format)
            try await finally({ report.finish() }) { () async throws(Failure) in
                for file in files {
                    report.begin(file)
                    report.end(try await importer.run(file, onRefused: report.refused, onProgress: report.progress))
                }
            }
        }
        return report.hasRefused ? .someRefused : .done
    }
}
