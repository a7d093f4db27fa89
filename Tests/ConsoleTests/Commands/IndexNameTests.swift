import Engine
import Testing

@testable import Console

@Suite("Names of indexes to be made") struct IndexNameTests {
    private static func check(
        _ names: [IndexName], on server: Bool = true, routes: [TopicName: IndexName] = [:], existing: [IndexName] = []
    ) async throws -> Failure? {
        var configuration = Configuration()
        configuration.routes = routes
        if server { configuration.elasticsearch = [try NodeAddress("http://localhost:9200")] }
        let index = MemoryIndex(existing.map { Document(index: $0, id: "1", source: Array("{}".utf8)) })
        do throws(Failure) {
            try await configuration.requireMakeable(names, in: index)
            return nil
        } catch {
            return error
        }
    }

    @Test("what a server cannot make is refused before any document is")
    func refused() async throws {
        let failure = try await Self.check(["playlist", "Bad Name!"])
        #expect(failure == Failure(.usage, "no index can be called Bad Name!: it has a blank"))
    }

    @Test("a topic whose name no index can have gets a hint")
    func topic() async throws {
        let failure = try await Self.check(["Orders"], routes: ["Orders": "Orders"])
        #expect(
            failure?.sentence
                == "no index can be called Orders: it has a capital letter; name another one for the topic with --topic Orders:orders"
        )
    }

    @Test("an alias may be called so, and an index of the embedded file")
    func allowed() async throws {
        #expect(try await Self.check(["Orders"], existing: ["Orders"]) == nil)
        #expect(try await Self.check(["Bad Name!"], on: false) == nil)
    }

    @Test(
        "are those that a server would make",
        arguments: [
            ("playlist", nil), ("orders.v1", nil), ("대한민국", nil), (".hidden", nil), ("a-b_c+d", nil), ("", "it is no name"),
            ("..", "it is no name"), ("-a", "it begins with -"), ("_a", "it begins with _"), ("a b", "it has a blank"),
            ("a/b", "it has the character /"), ("a:b", "it has the character :"), ("Jazz", "it has a capital letter"),
            (IndexName(String(repeating: "국", count: 86)), "it has more than 255 bytes"),
        ] as [(IndexName, SafeText?)])
    func flaws(name: IndexName, flaw: SafeText?) { #expect(name.flaw == flaw) }
}
