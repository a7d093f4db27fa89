import Conformance
import Engine
import Testing

@Suite("Conformance of the embedded index") struct EmbeddedConformanceTests {
    @Test("every index does alike", arguments: ConformanceCase.all)
    func conforms(conformance: ConformanceCase) async throws {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        try await conformance.run(ConformanceBench(index, name: "conformance"))
        await index.close()
    }
}
