import Foundation
import Testing

@testable import Engine

private let address = ProcessInfo.processInfo.environment["ELASTICSEARCH_SMALL_URL"]

/// A server that takes no request above 1 MB (`http.max_content_length=1mb`), named by `ELASTICSEARCH_SMALL_URL`.
@Suite("A server that takes only small requests", .enabled(if: address != nil)) struct BulkLimitTests {
    private func document(_ id: String, bytes: Int, in index: IndexName) -> WriteOperation {
        let source = "{\"id\":\"\(id)\",\"name\":\"\(String(repeating: "x ", count: bytes / 2))\"}"
        return .index(Document(index: index, id: DocumentID(id), source: Array(source.utf8)))
    }

    @Test(
        "gets bulks that are halved until they fit; the document that is too large alone is refused, with its size as the reason")
    func halves() async throws {
        let index = try ElasticsearchIndex(ElasticsearchSettings(nodes: NodeAddress.list(try #require(address))))
        let name = ElasticsearchServer.freshName()
        var operations = (0..<40).map { document("\($0)", bytes: 100_000, in: name) }
        operations.insert(document("huge", bytes: 1_500_000, in: name), at: 17)
        let outcomes = try await index.write(WriteBatch(operations: operations))
        #expect(outcomes.count { $0 == .done } == 40)
        guard case .refused(let reason) = outcomes[17] else {
            Issue.record("\(outcomes[17])")
            return
        }
        #expect(reason.string.contains("413"), "\(reason)")
        _ = try await index.ask(NodeRequest(.post, "/\(name.rawValue)/_refresh"))
        let found = try await index.search(SearchRequest(indexes: [name], query: .everything, size: 100))
        #expect(Set(found.hits.map(\.id.rawValue)) == Set((0..<40).map(String.init)))
        _ = try await index.ask(NodeRequest(.delete, "/" + name.rawValue))
        await index.close()
    }
}
