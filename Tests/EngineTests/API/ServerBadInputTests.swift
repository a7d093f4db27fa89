import Testing

@testable import Engine

@Suite("Bad input to the server")
struct ServerBadInputTests {
    @Test(
        "a request that two parties could read differently is refused, and its connection closed",
        arguments: [
            ("POST /index/x HTTP/1.1", ["Host: localhost", "Content-Length: 2", "Transfer-Encoding: chunked"], 400),
            ("POST /index/x HTTP/1.1", ["Host: localhost", "Transfer-Encoding: chunked", "Content-Length: 2"], 400),
            ("POST /index/x HTTP/1.1", ["Host: localhost", "Content-Length: 2", "Content-Length: 3"], 400),
            ("POST /index/x HTTP/1.1", ["Host: localhost", "Content-Length: +2"], 400),
            ("POST /index/x HTTP/1.1", ["Host: localhost", "Content-Length: -2"], 400),
            ("POST /index/x HTTP/1.1", ["Host: localhost", "Content-Length: 0x2"], 400),
            ("POST /index/x HTTP/1.1", ["Host: localhost", "Content-Length: 99999999999999999999999"], 413),
            ("POST /index/x HTTP/1.1", ["Host: localhost", "Transfer-Encoding: gzip"], 400),
            ("POST /index/x HTTP/1.1", ["Host: localhost", "Transfer-Encoding: chunked", "Transfer-Encoding: identity"], 400),
            ("POST /index/x HTTP/1.0", ["Transfer-Encoding: chunked"], 400), ("GET /healthz HTTP/1.1", [], 400),
            ("GET /healthz HTTP/1.1", ["Host: localhost", "Host: b"], 400), ("GET /healthz", ["Host: localhost"], 400),
            ("\u{16}\u{3}\u{1}", [], nil),
        ] as [(String, [String], Int?)])
    func malformed(_ line: String, _ headers: [String], _ expected: Int?) async throws {
        try await withServer(Routes(index: ScriptedIndex())) { port in
            let client = SocketClient(port: port)
            // Right if the body is chunked: a server that chooses one of two lengths would take it.
            let body = "2\r\n{}\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
            await client.send(
                ([line] + headers).joined(separator: "\r\n") + "\r\n\r\n" + body)
            let status = await client.receive()?.status
            #expect(status == expected)
            #expect(await client.receive() == nil, "what follows must not be taken for a request")
            #expect(await client.isClosed())
            #expect(await isServing(port))
        }
    }

    @Test("without Host HTTP/1.1 is 400, and HTTP/1.0 is answered")
    func host() async throws {
        try await withServer(Routes(index: ScriptedIndex())) { port in
            #expect(await SocketClient.ask(port, "GET /healthz HTTP/1.1\r\n\r\n")?.status == 400)
            #expect(await SocketClient.ask(port, "GET /healthz HTTP/1.0\r\n\r\n")?.status == 200)
        }
    }

    @Test("a body over the limit is 413, however it is sent", arguments: ["length", "chunked", "continue"])
    func oversized(_ way: String) async throws {
        var limits = HTTPLimits()
        limits.body = 100_000
        let index = ScriptedIndex()
        try await withServer(Routes(index: index), limits: limits) { port in
            let client = SocketClient(port: port)
            let body = [UInt8](repeating: 0x20, count: 300_000)
            await client.send("POST /index/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
            switch way {
            case "length": await client.send(Array("Content-Length: 300000\r\n\r\n".utf8) + body)
            case "chunked":
                await client.send("Transfer-Encoding: chunked\r\n\r\n493e0\r\n")
                await client.send(body + Array("\r\n0\r\n\r\n".utf8))
            default: await client.send("Expect: 100-continue\r\nContent-Length: 300000\r\n\r\n")
            }
            #expect(await client.receive()?.status == 413)
            #expect(await isServing(port))
        }
        #expect(index.documents.isEmpty)
    }

    @Test("a body of just the limit is taken")
    func atTheLimit() async throws {
        var limits = HTTPLimits()
        limits.body = 100_000
        let index = ScriptedIndex()
        let document = #"{"id":"1","name":"n","description":"d"}"#
        let body = document + String(repeating: " ", count: limits.body - document.utf8.count)
        try await withServer(Routes(index: index), limits: limits) { port in
            let head =
                "POST /index/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            #expect(await SocketClient.ask(port, head + body)?.status == 200)
        }
        #expect(index.documents.count == 1)
    }

    @Test("many large bodies at once are refused beyond what memory is granted, and welcome again later")
    func manyBodies() async throws {
        var limits = HTTPLimits()
        limits.bodies = 100_000
        let address = ListenAddress(host: "127.0.0.1", port: 0)
        let server = try HTTPServer.start(on: address, limits: limits) { _ in HTTPResponse(200, []) }
        let head = Array("POST /index/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 80000\r\n\r\n".utf8)
        let part = [UInt8](repeating: 0x20, count: 79_999)
        let first = SocketClient(port: server.port)
        await first.send(head + part)
        #expect(await becomesTrue { server.heldBytes == part.count })
        #expect(await SocketClient.ask(server.port, head + part + [0x20])?.status == 503)
        await first.send([0x20])
        #expect(await first.receive()?.status == 200)
        #expect(await becomesTrue { server.heldBytes == 0 })
        #expect(await SocketClient.ask(server.port, head + part + [0x20])?.status == 200)
        await server.stop()
    }

    @Test(
        "a request that is cut off indexes nothing, and its connection is closed",
        arguments: ["{\"id\":", ""], [true, false])
    func cutOff(_ body: String, _ isListening: Bool) async throws {
        let index = ScriptedIndex()
        let routes = Routes(index: index)
        let server = try HTTPServer.start(on: ListenAddress(host: "127.0.0.1", port: 0), routes: routes)
        do {
            let client = SocketClient(port: server.port)
            await client.send(
                "POST /index/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n\(body)"
            )
            #expect(await becomesTrue { server.connectionCount == 1 })
            client.finishSending()
            if isListening { #expect(await client.isClosed()) }
        }
        #expect(await becomesTrue { server.connectionCount == 0 })
        #expect(await isServing(server.port))
        #expect(index.documents.isEmpty)
        await server.stop()
    }

    @Test("a request line without end is refused")
    func endlessLine() async throws {
        try await withServer(Routes(index: ScriptedIndex())) { port in
            let client = SocketClient(port: port)
            await client.send("GET /")
            while await client.send([UInt8](repeating: 0x61, count: 10_000)), !client.hasInput {}
            #expect([413, 414, 431, nil].contains(await client.receive()?.status))
            #expect(await isServing(port))
        }
    }
}

/// Whether the server answers others.
func isServing(_ port: UInt16) async -> Bool {
    await SocketClient.ask(port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")?.status == 200
}

/// Whether it comes true before everyone would have given up.
func becomesTrue(_ condition: () async -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
        if await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}
