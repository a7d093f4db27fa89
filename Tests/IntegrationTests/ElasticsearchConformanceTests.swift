import Conformance
import Testing

@Suite("Conformance on real servers") struct ElasticsearchConformanceTests {
    @Test("every index does alike", arguments: ElasticsearchServer.running, ConformanceCase.all)
    func conforms(server: ElasticsearchServer, conformance: ConformanceCase) async throws {
        try await server.withBench { bench, _ in try await conformance.run(bench) }
    }
}
