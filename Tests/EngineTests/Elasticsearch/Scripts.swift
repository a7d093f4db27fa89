import Foundation

@testable import Engine

/// What servers say, and what is said to them.
enum Script {
    static let elasticsearch8 = greeting("8.19.9")
    static let openSearch2 = """
        {"version": {"distribution": "opensearch", "number": "2.19.5"}, "tagline": "The OpenSearch Project: https://opensearch.org/"}
        """

    static func greeting(_ version: String) -> String {
        "{\"name\": \"n\", \"version\": {\"number\": \"\(version)\"}, \"tagline\": \"You Know, for Search\"}"
    }
}

extension ScriptedServer {
    /// A server that greets as Elasticsearch 8, has every index, and leaves the rest to the script.
    static func elasticsearch(_ script: @escaping @Sendable (Asked) -> Answer?) -> ScriptedServer {
        ScriptedServer { asked in
            if let answer = script(asked) { return answer }
            if asked.line == "GET /" { return .json(200, Script.elasticsearch8) }
            if asked.line.hasPrefix("HEAD") { return .json(200, "") }
            return .json(404, "{}")
        }
    }

    /// An index that asks this server, patiently or not.
    func index(
        attempts: Int = 1, timeout: Duration = .seconds(10), _ change: (inout ElasticsearchSettings) -> Void = { _ in }
    ) throws -> ElasticsearchIndex {
        var settings = ElasticsearchSettings(nodes: [try NodeAddress(url)])
        settings.searchTimeout = timeout
        settings.writeTimeout = timeout
        change(&settings)
        var policy = RetryPolicy()
        policy.attempts = attempts
        policy.firstPause = .milliseconds(1)
        return try ElasticsearchIndex(settings, policy: policy)
    }
}

extension Script {
    /// The failure that a call ends with.
    static func failure(_ call: () async throws -> Void) async throws -> Failure? {
        do {
            try await call()
            return nil
        } catch let failure as Failure {
            return failure
        }
    }

    /// A small document.
    static func document(_ id: String, _ source: String = "{}", in index: IndexName = "playlist") -> WriteOperation {
        .index(Document(index: index, id: DocumentID(id), source: Array(source.utf8)))
    }

    /// The answer to a bulk with these statuses.
    static func bulkAnswer(_ statuses: [Int], error: String = "{\"type\": \"t\", \"reason\": \"r\"}") -> String {
        let items = statuses.map { status in
            "{\"index\" : { \"status\": \(status)" + (status >= 300 ? ", \"error\" : \(error)" : "") + "}}"
        }
        return "{\"took\": 1, \"errors\" : \(statuses.contains { $0 >= 300 }), \"items\":[\(items.joined(separator: " , "))]}"
    }
}

extension Script {
    /// The text of a file.
    static func file(_ path: String) throws -> String { try String(contentsOf: URL(filePath: path), encoding: .utf8) }
}
