import Foundation
import Testing

@testable import Engine

private let program = ProcessInfo.processInfo.environment["KELP_TEST_SERVERS"]

/// Three nodes of Elasticsearch, started by the program that `KELP_TEST_SERVERS` names.
private struct Cluster {
    let folder = NSTemporaryDirectory() + "kelp-cluster-\(UInt64.random(in: 0...UInt64.max))"
    let port: Int

    /// Starts them. Each takes a port, and one 100 above it: where somebody has one of these, others are tried.
    static func start() throws -> Cluster {
        for _ in 1...5 {
            let cluster = Cluster(port: Int.random(in: 20_000..<30_000))
            if try cluster.status("start elasticsearch --nodes 3 --port \(cluster.port)") == 0 { return cluster }
            try cluster.stop()
        }
        throw Failure(.unavailable, "no cluster could be started")
    }

    /// The first node alone.
    var first: String { "http://127.0.0.1:\(port)" }

    func run(_ words: String) throws { try #require(status(words) == 0, "\(words)") }

    func stop() throws {
        // They inherit a mask that blocks gentler signals; the one that the test has killed is gone already.
        for node in 1...3 { _ = try status("kill elasticsearch \(node)") }
        _ = try status("stop elasticsearch")
        // Where none was started, there is none.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Not by `Process`, which waits for whatever the program leaves running, too.
    private func status(_ words: String) throws -> Int32 {
        system("SERVERS_STATE='\(folder)' '\(try #require(program))' \(words) >/dev/null 2>&1 </dev/null")
    }
}

@Suite("A cluster of three nodes", .enabled(if: program != nil), .timeLimit(.minutes(5))) struct SniffingClusterTests {
    @Test("of which one is named: when that is killed, searches and writes go on with the others")
    func killed() async throws {
        let cluster = try Cluster.start()
        defer { try? cluster.stop() }
        var settings = ElasticsearchSettings(nodes: [try NodeAddress(cluster.first)])
        settings.isSniffing = true
        let index = try ElasticsearchIndex(settings)
        try await index.sniff()
        #expect(index.nodes.map(\.trouble) == [nil, nil, nil])
        let name = ElasticsearchServer.freshName()
        let document = Document(index: name, id: "1", source: Array(#"{"name": "재즈"}"#.utf8))
        let batch = WriteBatch(operations: [.index(document)])
        #expect(try await index.write(batch) == [.done])
        #expect(await index.becomesSearchable([document.key], within: .seconds(20)))
        // A copy of the document has to be elsewhere, too.
        _ = try await index.ask(NodeRequest(.get, "/_cluster/health/\(name.rawValue)?wait_for_status=green&timeout=30s"))
        _ = try await index.ask(NodeRequest(.post, "/\(name.rawValue)/_refresh"))
        try cluster.run("kill elasticsearch 1")
        for _ in 0..<20 {
            let found = try await index.search(SearchRequest(indexes: [name], query: .term(Query.Term("재즈"))))
            #expect(found.hits.map(\.id) == ["1"])
        }
        #expect(try await index.write(batch) == [.done])
        await index.close()
    }
}
