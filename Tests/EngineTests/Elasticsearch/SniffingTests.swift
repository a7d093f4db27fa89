import Synchronization
import Testing

@testable import Engine

@Suite("Sniffing", .timeLimit(.minutes(1))) struct SniffingTests {
    private static let hits = ScriptedServer.Answer.json(200, "{\"hits\": {\"hits\": []}}")

    /// A cluster's list: who has which id, where it listens, what it does.
    private static func list(_ nodes: [(id: String, place: String?, roles: [String])]) -> String {
        let members = nodes.map { node in
            let http = node.place.map { ", \"http\": {\"publish_address\": \"\($0)\"}" } ?? ""
            return "\"\(node.id)\": {\"roles\": \(node.roles)\(http)}"
        }
        return "{\"_nodes\": {\"failed\": 1}, \"nodes\": {\(members.joined(separator: ","))}}"
    }

    /// A node that names itself so and finds nothing, and that gives the list that there is when it is asked for one.
    private static func node(_ id: String, _ list: @escaping @Sendable () -> ScriptedServer.Answer) -> ScriptedServer {
        ScriptedServer.elasticsearch { asked in
            if asked.line.hasPrefix("GET /_nodes/_local/") { return .json(200, SniffingTests.list([(id, nil, [])])) }
            if asked.line.hasPrefix("GET /_nodes/") { return list() }
            return asked.line.hasSuffix("_search") ? hits : nil
        }
    }

    private static func place(_ server: ScriptedServer) -> String { "127.0.0.1:\(server.port)" }

    @Test("reads who is there and where; who only leads is told apart, and what is no id is left out")
    func reads() throws {
        let text = """
            {"_nodes": {"total": 5, "failed": 2}, "cluster_name": "c", "nodes": {
            "a-_9": {"name": "n", "roles": ["data", "master"], "http": {"bound_address": ["[::]:9200"], "publish_address": "h/10.0.0.1:9200"}},
            "b": {"roles": ["master", "voting_only"], "http": {"publish_address": "10.0.0.2:9200"}},
            "c": {"roles": ["cluster_manager", "remote_cluster_client"], "http": {}}, "d": {"roles": []}, "e": 7,
            "f,g": {"roles": ["data"]}, "": {}}}
            """
        let cluster = try ClusterNodes(Array(text.utf8))
        #expect(cluster.silent == 2)
        #expect(cluster.nodes.map(\.id) == ["a-_9", "b", "c", "d", "e"])
        #expect(cluster.nodes.map(\.published) == ["h/10.0.0.1:9200", "10.0.0.2:9200", nil, nil, nil])
        #expect(cluster.nodes.map(\.isDedicatedMaster) == [false, true, true, false, false])
        #expect(throws: JSONError.self) { try ClusterNodes(Array(text.utf8.dropLast(3))) }
        #expect(throws: JSONError.self) { try ClusterNodes(Array("[]".utf8)) }
    }

    @Test(
        "understands every form of a published address, and believes none that leads elsewhere than to a node",
        arguments: [
            ("10.0.0.1:9200", "http://10.0.0.1:9200"), ("es-1.example/10.0.0.1:9201", "http://es-1.example:9201"),
            ("[2001:db8::1]:9200", "http://[2001:db8::1]:9200"), ("es/[2001:db8::1]:9200", "http://es:9200"),
            ("0.0.0.0:9200", nil), ("[::]:9200", nil), ("127.0.0.1:9200", nil), ("[::1]:9200", nil),
            ("localhost/127.0.0.1:9200", nil),
            ("10.0.0.1", nil), ("10.0.0.1:0", nil), ("10.0.0.1:99999", nil), (":9200", nil), ("", nil), ("/", nil),
            ("user@evil/10.0.0.1:9200", nil), ("evil#/10.0.0.1:9200", nil), ("a/b/10.0.0.1:9200", "http://a:9200"),
            ("evil?x/10.0.0.1:9200", nil), ("évil/10.0.0.1:9200", nil), ("[fe80::1%eth0]:9200", nil),
            ("es:9200/10.0.0.1:9200", nil),
        ] as [(String, String?)])
    func addresses(text: String, url: String?) throws {
        #expect(NodeAddress(published: text, by: try NodeAddress("http://es0:9200"))?.url == url)
    }

    @Test(
        "another node is asked as the one that named it: by the same scheme, as the same user; on this machine, of this machine")
    func asked() throws {
        let secure = NodeAddress(published: "10.0.0.1:9200", by: try NodeAddress("https://ada:secret@es"))
        #expect(secure?.url == "https://10.0.0.1:9200")
        #expect(secure?.credentials == .basic(user: "ada", password: Secret("secret")))
        let local = NodeAddress(published: "127.0.0.1:9201", by: try NodeAddress("http://localhost:9200"))
        #expect(local?.url == "http://127.0.0.1:9201")
    }

    @Test("one named node is enough to come to all others, which answer when it is gone; who only leads is left alone")
    func found() async throws {
        let names = Mutex("")
        let servers = ["a", "b", "c", "m"].map { id in SniffingTests.node(id) { .json(200, names.withLock { $0 }) } }
        let places = servers.map(SniffingTests.place)
        names.withLock {
            $0 = SniffingTests.list([
                ("a", places[0], ["data"]), ("b", places[1], ["data"]), ("c", places[2], []), ("m", places[3], ["master"]),
                ("t", nil, ["data"]),
            ])
        }
        let index = try servers[0].index(attempts: 4) {
            $0.isSniffing = true
            $0.credentials = .basic(user: "ada", password: Secret("hunter2"))
        }
        try await index.ping()
        await eventually("the nodes are found") { index.nodes.count == 3 }
        let everything = SearchRequest(indexes: ["playlist"], query: .everything)
        for _ in 0..<6 { _ = try await index.search(everything) }
        for server in servers.prefix(3) { #expect(server.asked.contains { $0.line.hasSuffix("_search") }) }
        #expect(servers[1].asked.allSatisfy { $0.headers["authorization"] == "Basic YWRhOmh1bnRlcjI=" })
        servers[0].stop()
        for _ in 0..<6 { _ = try await index.search(everything) }
        #expect(servers[3].asked.isEmpty)
        #expect(index.notice?.string.contains("1 of 3 nodes of the index does not answer: http://\(places[0])") == true)
        await index.close()
        for server in servers { server.stop() }
    }

    @Test("an address that leads to another node than the cluster says is not asked for anything else, and is told of")
    func stranger() async throws {
        let list = Mutex("")
        let teller = SniffingTests.node("a") { .json(200, list.withLock { $0 }) }
        let stranger = SniffingTests.node("x") { .json(500, "{}") }
        let places = [teller, stranger].map(SniffingTests.place)
        list.withLock { $0 = SniffingTests.list([("a", places[0], ["data"]), ("b", places[1], ["data"])]) }
        let index = try teller.index { $0.isSniffing = true }
        try await index.sniff()
        #expect(index.nodes.map { $0.trouble == nil } == [true, false])
        #expect(
            index.notice?.string.contains("http://\(places[1]), which cannot be asked from here") == true, "\(index.notice ?? "")"
        )
        for _ in 0..<4 { try await index.ping() }
        #expect(stranger.asked.map(\.line) == ["GET /_nodes/_local/http?filter_path=nodes.*.roles"])
        await index.close()
        for server in [teller, stranger] { server.stop() }
    }

    @Test(
        "without a list that can be used, the nodes there are go on, and it is said why",
        arguments: [
            (.json(403, #"{"error": {"type": "security_exception", "reason": "no monitor"}}"#), "no monitor"),
            (.html(200, "<html>Log in</html>"), "is a proxy in between"), (.json(200, "{\"nodes\": {}}"), "names no node"),
            (.json(200, #"{"nodes": {"z": {"http": {"publish_address": "127.0.0.1:1"}}}}"#), "none of the 1 nodes"),
            (.silence, "did not answer"),
        ] as [(ScriptedServer.Answer, String)])
    func failed(answer: ScriptedServer.Answer, words: String) async throws {
        let server = SniffingTests.node("a") { answer }
        let index = try server.index { $0.isSniffing = true }
        let failure = try #require(try await Script.failure { try await index.sniff() })
        #expect(failure.sentence.string.contains(words), "\(failure)")
        #expect(index.notice?.string.hasPrefix("sniffing: ") == true && index.notice?.string.contains(words) == true)
        try await index.ping()
        #expect(index.nodes.map(\.address) == [SafeText(server.url)])
        await index.close()
        server.stop()
    }

    @Test("where one of the named nodes is encrypted, one that is not tells nothing of others")
    func laxer() async throws {
        let server = SniffingTests.node("a") { .json(200, SniffingTests.list([("b", "127.0.0.1:1", ["data"])])) }
        let index = try server.index {
            $0.nodes.append(contentsOf: (try? [NodeAddress("https://127.0.0.1:1")]) ?? [])
            $0.isSniffing = true
        }
        let failure = try #require(try await Script.failure { try await index.sniff() })
        #expect(failure.sentence.string.contains("https://127.0.0.1:1"), "\(failure)")
        #expect(server.asked.isEmpty)
        await index.close()
        server.stop()
    }

    @Test("nothing is asked about nodes unless it was said so")
    func off() async throws {
        let server = SniffingTests.node("a") { .json(200, "{}") }
        let index = try server.index()
        for _ in 0..<3 { try await index.ping() }
        #expect(!server.asked.contains { $0.line.contains("_nodes") })
        await index.close()
        server.stop()
    }

    @Test("asks at once, then rarely, soon after a node is gone, and never twice at a time")
    func times() throws {
        var settings = ElasticsearchSettings(nodes: [try NodeAddress("http://a")])
        settings.isSniffing = true
        var sniffing = Sniffing(settings)
        let start = ContinuousClock.now
        func begins(after seconds: Int) -> Bool {
            var copy = sniffing
            return copy.begin(at: start + .seconds(seconds))
        }
        #expect(sniffing.begin(at: start) && !begins(after: 1_000))
        sniffing.end(leavingOut: [], at: start)
        #expect(!begins(after: 299) && begins(after: 300))
        sniffing.hurry()
        #expect(!begins(after: 4) && begins(after: 5))
        sniffing.end(because: "no", at: start)
        #expect(!begins(after: 29) && begins(after: 30))
        #expect(sniffing.notice == "sniffing: no; the nodes known before are asked")
        sniffing.end(leavingOut: [], at: start)
        #expect(sniffing.notice == nil)
    }

    @Test(
        "nodes that are named take the place of those there were, with what is known of them; the first one comes when none of them answers"
    )
    func replaces() throws {
        let given = try NodeAddress("http://balancer:9200")
        let named = try ["http://n0:9200", "http://n1:9200"].map { try NodeAddress($0) }
        let now = ContinuousClock.now
        var pool = NodePool([given])
        pool.replace(by: named)
        #expect((0..<3).map { _ in pool.next(at: now) } == [named[0], named[1], named[0]])
        pool.markDead(named[0], at: now, because: "gone", since: .now)
        pool.replace(by: named.reversed())
        #expect((0..<2).map { _ in pool.next(at: now) } == [named[1], named[1]])
        pool.markDead(named[1], at: now, because: "gone", since: .now)
        #expect(pool.next(at: now) == given)
        #expect(pool.notice?.string.hasPrefix("2 of 2 nodes of the index do not answer") == true)
        pool.markDead(given, at: now, because: "gone", since: .now)
        pool.replace(by: [given])
        #expect(pool.nodes.map(\.address) == [given] && pool.notice == nil)
    }
}
