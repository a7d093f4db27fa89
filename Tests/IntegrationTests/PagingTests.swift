import Conformance
import Synchronization
import Testing

@testable import Engine

@Suite("Paging by cursor on real servers", .serialized) struct PagingTests {
    @Test(
        "a walk over many shards of equals outlives its point in time", arguments: ElasticsearchServer.running, Sort.allCases)
    func outlives(server: ElasticsearchServer, sort: Sort) async throws {
        try await server.withBench { bench, index in
            let made = "{\"settings\": {\"number_of_shards\": 5}}"
            _ = try await index.ask(NodeRequest(.put, "/\(bench.name.rawValue)", json: Array(made.utf8)))
            let batch = WriteBatch(
                operations: (0..<200).map { number in
                    .index(Document(index: bench.name, id: DocumentID("\(number)"), source: Array("{\"name\": \"jazz\"}".utf8)))
                })
            #expect(try await index.write(batch).allSatisfy { $0 == .done })
            #expect(await index.becomesSearchable(batch.operations.map(\.key), within: .seconds(20)))
            _ = try await index.ask(NodeRequest(.post, "/\(bench.name.rawValue)/_refresh"))
            var request = SearchRequest(indexes: [bench.name], query: .everything, sort: sort, size: 17)
            var ids: [DocumentID] = []
            repeat {
                let page = try await index.search(request)
                #expect(page.notice == nil && page.total == SearchResults.Total(200))
                ids += page.hits.map(\.id)
                request.after = page.next
                // The server forgets it, as it does when nobody asked for long.
                if ids.count % 2 == 0, let walk = index.knowledge.withLock({ $0.walk }) { await index.close(walk) }
            } while request.after != nil
            #expect(ids.count == 200 && Set(ids).count == 200)
        }
    }
}
