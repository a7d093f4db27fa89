import Glibc
import Synchronization
import Testing

@testable import Engine

@Suite("Talking to servers that misbehave", .serialized, .timeLimit(.minutes(3))) struct TransportTests {
    private static let everything = SearchRequest(indexes: ["playlist"], query: .everything)

    @Test(
        "an answer that is none is a failure that says so and may be tried again",
        arguments: [
            (.html(200, "<html>Log in</html>"), "is a proxy in between"),
            (.json(200, "{\"hits\": {\"hits\": ["), "cannot be understood"),
            (.json(200, "no JSON"), "cannot be understood"), (.json(200, "{\"ok\": true}"), "it has no hits"),
            (.json(200, ""), "cannot be understood"),
            (.bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"hits\""), "broke off"),
            (.bytes("HTTP/1.1 200"), "broke off"),
            (.bytes("SSH-2.0-OpenSSH_9\r\n"), "no HTTP"), (.bytes(""), "broke off"), (.reset, "broke off"),
            (.html(502, "<html>Bad gateway</html>"), "HTTP 502"), (.html(504, ""), "HTTP 504"), (.json(503, "{}"), "HTTP 503"),
            (.json(429, "{\"error\": {\"type\": \"circuit_breaking_exception\", \"reason\": \"too much\"}}"), "too much"),
        ] as [(ScriptedServer.Answer, String)])
    func broken(answer: ScriptedServer.Answer, words: String) async throws {
        let server = ScriptedServer.elasticsearch { $0.line.hasSuffix("_search") ? answer : nil }
        let index = try server.index()
        let failure = try #require(try await Script.failure { _ = try await index.search(TransportTests.everything) })
        #expect(failure.isWorthRetrying, "\(failure)")
        #expect(failure.sentence.string.contains(words), "\(failure)")
        #expect(failure.sentence.string.contains("127.0.0.1"), "\(failure)")
        await index.close()
        server.stop()
    }

    @Test(
        "an answer that refuses is a failure that says what to do, and is not tried again by itself",
        arguments: [
            (
                .json(401, #"{"error": {"type": "security_exception", "reason": "no token"}, "status": 401}"#), .notAllowed,
                "who asks"
            ),
            (.json(403, #"{"error" : {"type" : "security_exception", "reason" : "no role"}}"#), .notAllowed, "privilege"),
            (.html(403, "<html>Forbidden</html>"), .notAllowed, "text/html instead of a reason"),
            (.html(413, "<html>Too large</html>"), .badData, "ask for less"),
            (.json(400, #"{"error": {"type": "parsing_exception", "reason": "odd"}}"#), .badData, "odd"),
            (
                .json(400, #"{"error": {"type": "invalid_index_name_exception", "reason": "x"}}"#), .usage,
                "there is no index playlist"
            ),
        ] as [(ScriptedServer.Answer, Failure.Kind, String)])
    func refusing(answer: ScriptedServer.Answer, kind: Failure.Kind, words: String) async throws {
        let server = ScriptedServer.elasticsearch { $0.line.hasSuffix("_search") ? answer : nil }
        let index = try server.index(attempts: 3)
        let failure = try #require(try await Script.failure { _ = try await index.search(TransportTests.everything) })
        #expect(failure.kind == kind && failure.sentence.string.contains(words), "\(failure)")
        #expect(server.asked.filter { $0.line.hasSuffix("_search") }.count == 1)
        server.stop()
    }

    @Test("a search for any of some words asks for nothing but the search")
    func withoutMapping() async throws {
        let server = ScriptedServer.elasticsearch {
            $0.line.hasSuffix("_search")
                ? .json(200, #"{"hits": {"hits": [{"_index": "i", "_id": "1", "_source": {}, "sort": [ 1.5 , 7]}]}}"#) : nil
        }
        let index = try server.index()
        let found = try await index.search(
            SearchRequest(indexes: ["i"], query: .anyToken(of: "a b", in: .name), sort: .popularity))
        #expect(found.hits.map(\.sortValueJSON) == [Array("1.5".utf8)] && found.hits.map(\.sortValue) == [1])
        #expect(server.asked.map(\.line) == ["GET /", "POST /i/_search"])
        server.stop()
    }

    @Test("a server is to keep the answer to what is asked again and again, and no other")
    func recurring() async throws {
        let server = ScriptedServer.elasticsearch {
            $0.line.contains("_search") ? .json(200, #"{"hits": {"hits": []}}"#) : nil
        }
        let index = try server.index()
        var request = TransportTests.everything
        for isRecurring in [false, true] {
            request.isRecurring = isRecurring
            _ = try await index.search(request)
        }
        #expect(server.asked.dropFirst().map(\.line) == ["POST /playlist/_search", "POST /playlist/_search?request_cache=true"])
        server.stop()
    }

    @Test("one request after the other is sent as it is, whatever the one before was and came to")
    func oneAfterTheOther() async throws {
        let server = ScriptedServer { asked in
            asked.line.contains("broken")
                ? .bytes("HTTP/1.1 200") : .json(200, "\(asked.line.utf8.count) \(asked.body.count)")
        }
        let transport = try CurlTransport(ElasticsearchSettings(nodes: NodeAddress.list(server.url)))
        let node = try NodeAddress(server.url)
        let methods: [NodeRequest.Method] = [.post, .put, .get, .delete]
        for (number, count) in [10, 200_000, 0, 3, 3_000, 70_000, 1].enumerated() {
            for method in methods {
                var request = NodeRequest(method, "/" + String(repeating: "p", count: number % 3))
                request.body = Array(repeating: UInt8(ascii: "x"), count: method == .get ? 0 : count)
                request.contentType = number % 2 == 0 ? .json : .lines
                let response = try await transport.send(request, to: node)
                let line = "\(method.rawValue) \(request.path)"
                #expect(String(decoding: response.body, as: UTF8.self) == "\(line.utf8.count) \(request.body.count)")
                let asked = try #require(server.asked.last)
                #expect(asked.line == line && asked.body == request.body)
                if !request.body.isEmpty { #expect(asked.headers["content-type"] == request.contentType.rawValue) }
                await #expect(throws: TransportFailure.self) {
                    try await transport.send(NodeRequest(method, "/broken"), to: node)
                }
            }
        }
        transport.close()
        server.stop()
    }

    @Test("an answer without end is cut off at its limit")
    func endless() async throws {
        let server = ScriptedServer.elasticsearch { _ in .endless }
        let client = try ElasticsearchClient(ElasticsearchSettings(nodes: [NodeAddress(server.url)]))
        var request = NodeRequest(.get, "/")
        request.answerLimit = 1_000_000
        do {
            _ = try await client.send(request)
            Issue.record("it ended")
        } catch {
            #expect(error.kind == .unusable && error.sentence.string.contains("more than 1000000 bytes"), "\(error)")
        }
        server.stop()
    }

    @Test("a server that says nothing is left in time")
    func silent() async throws {
        let server = ScriptedServer.elasticsearch { $0.line.hasSuffix("_search") ? .silence : nil }
        let index = try server.index(timeout: .milliseconds(300))
        let failure = try await Script.failure { _ = try await index.search(TransportTests.everything) }
        #expect(
            failure?.kind == .tryAgain && failure?.sentence.string.contains("in time") == true, "\(String(describing: failure))")
        server.stop()
    }

    /// A search that the server has got and does not answer; it answers all others at once.
    private static func searchUnderWay() async throws -> (ScriptedServer, ElasticsearchIndex, Task<SearchResults, any Error>) {
        let server = ScriptedServer.elasticsearch { asked in
            asked.line.contains("slow")
                ? .silence : asked.line.hasSuffix("_search") ? .json(200, "{\"hits\": {\"hits\": []}}") : nil
        }
        let index = try server.index(timeout: .seconds(600))
        let slow = Task<SearchResults, any Error> {
            try await index.search(SearchRequest(indexes: ["slow"], query: .everything))
        }
        while !server.asked.contains(where: { $0.line.contains("slow") }) { await Task.yield() }
        return (server, index, slow)
    }

    @Test("a search that is called off is gone from the server at once, and its neighbours go on")
    func cancelled() async throws {
        let (server, index, slow) = try await TransportTests.searchUnderWay()
        let results = try await index.search(TransportTests.everything)
        #expect(results.hits.isEmpty)
        slow.cancel()
        let failure = try await Script.failure { _ = try await slow.value }
        #expect(failure?.kind == .cancelled)
        while server.isSilent { await Task.yield() }
        server.stop()
    }

    @Test("a search that was called off before it began is not asked of the server")
    func cancelledBefore() async throws {
        // With a request under way another would begin at once.
        let (server, index, slow) = try await TransportTests.searchUnderWay()
        let before = server.asked.count
        for _ in 0..<200 {
            let search = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await index.search(TransportTests.everything)
            }
            let failure = try await Script.failure { _ = try await search.value }
            #expect(failure?.kind == .cancelled)
        }
        #expect(server.asked.count == before)
        slow.cancel()
        server.stop()
    }

    @Test("what nobody listens to is a failure that says where")
    func refused() async throws {
        let server = ScriptedServer { _ in .silence }
        server.stop()
        let index = try server.index()
        let failure = try #require(try await Script.failure { try await index.ping() })
        #expect(failure.kind == .unavailable && failure.sentence.string.contains("127.0.0.1:\(server.port)"))
        #expect(index.nodes[0].trouble != nil)
    }

    @Test("where a node is gone, the next one answers, and the status says which is gone")
    func failover() async throws {
        let alive = ScriptedServer.elasticsearch { _ in nil }
        let gone = ScriptedServer { _ in .silence }
        gone.stop()
        let nodes = [try NodeAddress(gone.url), try NodeAddress(alive.url)]
        let index = try alive.index(attempts: 3) { $0.nodes = nodes }
        for _ in 0..<5 { try await index.ping() }
        #expect(alive.asked.count == 5)
        #expect(index.nodes.map { $0.trouble == nil } == [false, true])
        alive.stop()
    }

    @Test("a search that a node is silent about is asked of the next one, which is asked from then on; a write is not")
    func hedged() async throws {
        let hits = ScriptedServer.Answer.json(200, "{\"hits\": {\"hits\": []}}")
        let silent = ScriptedServer.elasticsearch { $0.line == "GET /" || $0.line.hasPrefix("HEAD") ? nil : .silence }
        let alive = ScriptedServer.elasticsearch { $0.line.hasSuffix("_search") ? hits : nil }
        let nodes = [try NodeAddress(silent.url), try NodeAddress(alive.url)]
        var policy = RetryPolicy()
        policy.hedgeTime = .milliseconds(50)
        var settings = ElasticsearchSettings(nodes: nodes)
        settings.searchTimeout = .seconds(50)
        settings.writeTimeout = .milliseconds(500)
        let index = try ElasticsearchIndex(settings, policy: policy)
        for _ in 0..<6 { #expect(try await index.search(TransportTests.everything).hits.isEmpty) }
        #expect(silent.asked.contains { $0.line.hasSuffix("_search") })
        await eventually("a probe finds it back") { index.notice == nil }
        let write = WriteBatch(operations: [Script.document("1")])
        for _ in 0..<2 { _ = try? await index.write(write) }
        #expect((silent.asked + alive.asked).filter { $0.line.contains("/_bulk?") }.count == 2)
        await index.close()
        silent.stop()
        alive.stop()
    }

    @Test(
        "a search that waits for the copy of a node that hangs is asked of the copies of those that live, and so are those after it"
    )
    func hangingCopy() async throws {
        let server = ScriptedServer.elasticsearch { asked in
            if asked.line.hasPrefix("GET /_nodes/http?") {
                return .json(200, #"{"_nodes": {"failed": 1}, "nodes": {"b": {"roles": []}, "c": {"roles": []}}}"#)
            }
            if asked.line == "POST /playlist/_search?preference=_prefer_nodes:b,c" {
                return .json(200, #"{"hits": {"hits": []}}"#)
            }
            return asked.line.hasSuffix("_search") ? .silence : nil
        }
        var policy = RetryPolicy()
        policy.hedgeTime = .milliseconds(50)
        let index = try ElasticsearchIndex(ElasticsearchSettings(nodes: [try NodeAddress(server.url)]), policy: policy)
        for _ in 0..<3 { #expect(try await index.search(TransportTests.everything).hits.isEmpty) }
        #expect(server.asked.filter { $0.line == "POST /playlist/_search" }.count == 1)
        await index.close()
        server.stop()
    }

    @Test("who was answered by another node meanwhile still learns which copies to ask, and says that a node hangs")
    func learnsWhileAnswered() async throws {
        let waiting = ScriptedServer.elasticsearch { asked in
            if asked.line.hasPrefix("GET /_nodes/http?") {
                return .json(200, #"{"_nodes": {"failed": 1}, "nodes": {"b": {"roles": []}}}"#)
            }
            return asked.line.contains("_search") ? .silence : nil
        }
        let answering = ScriptedServer.elasticsearch { asked in
            if asked.line.hasPrefix("GET /_nodes/http?") { return .silence }
            return asked.line.contains("_search") ? .json(200, #"{"hits": {"hits": []}}"#) : nil
        }
        var policy = RetryPolicy()
        policy.hedgeTime = .milliseconds(20)
        let nodes = [try NodeAddress(waiting.url), try NodeAddress(answering.url)]
        let index = try ElasticsearchIndex(ElasticsearchSettings(nodes: nodes), policy: policy)
        // Either may have the first turn.
        repeat { _ = try await index.search(TransportTests.everything) } while index.notice == nil
        #expect(index.notice?.string.hasPrefix("a node of the cluster does not answer the others: searches are") == true)
        _ = try await index.search(TransportTests.everything)
        #expect(answering.asked.last?.line == "POST /playlist/_search?preference=_prefer_nodes:b")
        await index.close()
        waiting.stop()
        answering.stop()
    }

    @Test("a cluster of hundreds of nodes does not make a line that is longer than servers read")
    func manyNodes() {
        let request = NodeRequest(.post, "/playlist/_search?size=1")
        let nodes = (0..<300).map { NodeID(rawValue: "abcdefghijklmnopqrstuv\($0)") }
        #expect(request.preferring(nodes).path.hasPrefix("/playlist/_search?size=1&preference=_prefer_nodes:abc"))
        #expect(request.preferring(nodes).path.utf8.count < 2_000)
    }

    @Test("a node that is only busy does not answer for one that is slow, which is not away for that")
    func slow() async throws {
        let isBusyAsked = Mutex(false)
        let hits = ScriptedServer.Answer.json(200, "{\"hits\": {\"hits\": []}}")
        // The search that comes first is answered after the second one has found its node busy.
        let isFirst = Mutex(true)
        let script: @Sendable (ScriptedServer.Asked) -> ScriptedServer.Answer? = { asked in
            guard asked.line.hasSuffix("_search") else { return nil }
            let isSlow = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            guard isSlow else {
                isBusyAsked.withLock { $0 = true }
                return .json(429, "{}", ["Retry-After": "60"])
            }
            while !isBusyAsked.withLock({ $0 }) { usleep(1_000) }
            usleep(100_000)
            return hits
        }
        let servers = (0..<2).map { _ in ScriptedServer.elasticsearch(script) }
        var policy = RetryPolicy()
        policy.hedgeTime = .milliseconds(50)
        let index = try ElasticsearchIndex(ElasticsearchSettings(nodes: servers.map { try NodeAddress($0.url) }), policy: policy)
        let found = try await index.search(TransportTests.everything)
        #expect(found.hits.isEmpty && index.notice == nil && index.nodes.allSatisfy { $0.trouble == nil })
        await index.close()
        for server in servers { server.stop() }
    }

    @Test("a node that is back is asked again, and nothing is said of it any more")
    func probed() async throws {
        let alive = ScriptedServer.elasticsearch { _ in nil }
        let flaky = ScriptedServer.elasticsearch { $0.line.hasPrefix("HEAD") ? nil : .reset }
        let nodes = [try NodeAddress(flaky.url), try NodeAddress(alive.url)]
        let index = try alive.index(attempts: 3) { $0.nodes = nodes }
        for _ in 0..<3 { try await index.ping() }
        #expect(index.notice?.string.contains("1 of 2") == true)
        await eventually("a probe finds it back") { index.notice == nil }
        #expect(flaky.asked.contains { $0.line == "HEAD /" })
        await index.close()
        alive.stop()
        flaky.stop()
    }

    @Test("a busy server is asked again, when it wants to be")
    func retries() async throws {
        let server = ScriptedServer.elasticsearch { _ in .json(503, "{}", ["Retry-After": "0"]) }
        let index = try server.index(attempts: 3)
        let failure = try await Script.failure { try await index.ping() }
        #expect(failure?.kind == .unavailable)
        #expect(server.asked.count == 3)
        server.stop()
    }
}
