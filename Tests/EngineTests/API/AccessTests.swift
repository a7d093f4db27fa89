import Testing

@testable import Engine

@Suite("Who may ask")
struct AccessTests {
    @Test(
        "the key opens by either header, and nothing else does", arguments: Transport.allCases,
        [
            (nil, nil, 401), ("Bearer s3cret", nil, 200), ("bearer  s3cret", nil, 200), (nil, "s3cret", 200),
            ("Bearer s3cre", nil, 401), ("Bearer s3crets3cret", nil, 401), ("Bearer ", nil, 401), ("Basic s3cret", nil, 401),
            ("s3cret", nil, 401), (nil, "S3cret", 401), (nil, "", 401),
        ] as [(String?, String?, Int)])
    func key(_ transport: Transport, _ example: (authorization: String?, key: String?, status: Int)) async throws {
        let routes = try Routes(index: ScriptedIndex(), key: APIKey("s3cret"))
        let request = HTTPRequest(
            method: "GET", target: "/v1/api/search/x?query=a", authorization: example.authorization, apiKey: example.key)
        let answer = try await transport.ask(routes, request)
        #expect(answer.status == example.status)
        #expect(answer.status == 200 || answer.headers["www-authenticate"] == "Bearer")
        #expect(!answer.text.contains("s3cret"))
    }

    @Test("a key says nothing of itself, and an empty one is refused")
    func secrecy() throws {
        #expect(try !"\(APIKey("s3cret"))".contains("s3cret"))
        #expect(throws: Failure.self) { try APIKey("") }
    }

    @Test("beyond loopback a key is wanted", arguments: ["0.0.0.0", "::"])
    func beyondLoopback(_ host: String) async throws {
        let address = ListenAddress(host: host, port: 0)
        #expect(throws: Failure.self) { try HTTPServer.start(on: address, routes: Routes(index: ScriptedIndex())) }
        let server = try HTTPServer.start(on: address, routes: Routes(index: ScriptedIndex(), key: APIKey("k")))
        #expect(await isServing(server.port))
        await server.stop()
    }

    @Test(
        "whether it is alive and ready, everyone may ask; why it is not ready, only who has the key",
        arguments: Transport.allCases)
    func health(_ transport: Transport) async throws {
        let checks = [Routes.Check(name: "index"), .init(name: "kafka", trouble: "No broker answers.")]
        let routes = try Routes(index: ScriptedIndex(), key: APIKey("k")) { checks }
        let alive = try await transport.ask(routes, HTTPRequest(method: "GET", target: "/healthz"))
        #expect(alive.status == 200)
        let strangers = try await transport.ask(routes, HTTPRequest(method: "GET", target: "/readyz"))
        #expect(strangers.status == 503 && strangers.text == #"{"status":"not ready"}"#)
        let ours = try await transport.ask(routes, HTTPRequest(method: "GET", target: "/readyz", apiKey: "k"))
        #expect(ours.text == #"{"status":"not ready","checks":{"index":"ok","kafka":"No broker answers."}}"#)
    }

    @Test("a server whose checks pass is ready")
    func ready() async {
        let answer = await Routes(index: ScriptedIndex()).respond(to: HTTPRequest(method: "GET", target: "/readyz"))
        #expect(answer == HTTPResponse(200, Array(#"{"status":"ready","checks":{}}"#.utf8)))
    }

    @Test("a check says why it fails, and does not wait for ever")
    func checks() async {
        #expect(await Routes.Check.attempt("index") {} == .init(name: "index"))
        let failing = await Routes.Check.attempt("index") { () async throws(Failure) in throw Failure(.unavailable, "It is gone.")
        }
        #expect(failing == .init(name: "index", trouble: "It is gone."))
        let endless = await Routes.Check.attempt("index", within: .milliseconds(50)) { try? await Task.sleep(for: .seconds(60)) }
        #expect(endless.trouble != nil)
    }

    @Test(
        "an address is a host and a port",
        arguments: [
            ("127.0.0.1:8000", "127.0.0.1", 8000), ("[::1]:0", "::1", 0), ("localhost:65535", "localhost", 65535),
        ] as [(String, String, UInt16)])
    func address(_ text: String, _ host: String, _ port: UInt16) throws {
        #expect(try ListenAddress(parsing: text) == ListenAddress(host: host, port: port))
    }

    @Test(
        "what is no address is said to be none",
        arguments: ["", "8000", ":8000", "localhost", "a:", "a:65536", "a:-1", "::1:80", "[]:1"])
    func noAddress(_ text: String) {
        #expect(throws: Failure.self) { try ListenAddress(parsing: text) }
    }

    @Test(
        "on loopback without a key only the names of this machine are answered, with any port; with a key, every name",
        arguments: [
            ("localhost", 200), ("LocalHost:8000", 200), ("127.0.0.1", 200), ("127.0.0.1:9", 200), ("[::1]:8000", 200),
            ("::1", 421),
            ("evil.example", 421), ("evil.example:8000", 421), ("localhost.evil.example", 421), ("127.0.0.1.evil.example", 421),
            ("[::2]", 421), ("", 421), ("evil@localhost", 421), (":8000", 421),
        ])
    func host(_ name: String, _ status: Int) async throws {
        let request = "GET /healthz HTTP/1.1\r\nHost: \(name)\r\n\r\n"
        try await withServer(Routes(index: ScriptedIndex())) { port in
            #expect(await SocketClient.ask(port, request)?.status == status)
        }
        try await withServer(Routes(index: ScriptedIndex(), key: APIKey("k"))) { port in
            #expect(await SocketClient.ask(port, request)?.status == 200)
        }
    }

    @Test("the name that a server listens on is one of its names")
    func ownHost() {
        let hosts = AllowedHosts(listeningOn: "Dev.Internal")
        #expect(hosts.refusal(of: "dev.internal:8000") == nil && hosts.refusal(of: nil) == nil)
        #expect(hosts.refusal(of: "other.internal")?.status == 421)
    }

    @Test("a port that is taken, and a host that is not this one, are failures that say so")
    func taken() async throws {
        let server = try HTTPServer.start(on: ListenAddress(host: "127.0.0.1", port: 0), routes: Routes(index: ScriptedIndex()))
        let failure = #expect(throws: Failure.self) { try listen("127.0.0.1", server.port) }
        #expect(failure?.kind == .unavailable && failure?.description.contains("another program") == true)
        #expect(throws: Failure.self) { try listen("192.0.2.1", 0) }
        #expect(throws: Failure.self) { try listen("no such host", 0) }
        await server.stop()
    }

    private func listen(_ host: String, _ port: UInt16) throws -> HTTPServer {
        try HTTPServer.start(on: ListenAddress(host: host, port: port)) { _ in HTTPResponse(200, []) }
    }
}
