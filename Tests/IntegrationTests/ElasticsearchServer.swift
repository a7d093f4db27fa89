import Conformance
import Foundation
import Testing

@testable import Engine

/// The real servers that the environment names.
enum ElasticsearchServer: String, CaseIterable {
    case elasticsearch = "ELASTICSEARCH_URL"
    case openSearch = "OPENSEARCH_URL"

    var address: String? { ProcessInfo.processInfo.environment[rawValue] }

    static let running = allCases.filter { $0.address != nil }

    func index() throws -> ElasticsearchIndex {
        try ElasticsearchIndex(ElasticsearchSettings(nodes: NodeAddress.list(try #require(address))))
    }

    /// Removes the indexes of a test.
    func remove(_ name: IndexName, _ index: ElasticsearchIndex) async throws {
        for summary in try await index.indexes() where summary.name.rawValue.hasPrefix(name.rawValue) {
            _ = try await index.ask(NodeRequest(.delete, "/" + percentEncoded(summary.name.rawValue)))
        }
    }

    /// A name that no other test has.
    static func freshName() -> IndexName { IndexName("kelptest" + String(UInt64.random(in: 0...UInt64.max), radix: 36)) }

    /// Runs the test on an index of its own, and cleans up.
    func withBench(_ body: (ConformanceBench, ElasticsearchIndex) async throws -> Void) async throws {
        let index = try index()
        let bench = ConformanceBench(index, name: ElasticsearchServer.freshName())
        do {
            try await body(bench, index)
        } catch {
            try await remove(bench.name, index)
            throw error
        }
        try await remove(bench.name, index)
        await index.close()
    }
}
