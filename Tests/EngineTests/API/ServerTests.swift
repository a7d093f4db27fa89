import Engine
import Synchronization
import Testing

@Suite("The server")
struct ServerTests {
    @Test("requests that are sent in one go are answered in order")
    func pipelined() async throws {
        try await withEcho { port in
            let client = SocketClient(port: port)
            await client.send((0..<50).map { "GET /\($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined())
            // Several answers may come in one piece: the last one says that all of them came, in order.
            var text = ""
            #expect(
                await becomesTrue {
                    text += await client.receiveSome()
                    return text.hasSuffix("/49")
                })
            #expect(text.components(of: "HTTP/1.1 200 OK") == 50)
        }
    }

    @Test("many clients at once each get their own answers, with their own bodies")
    func crossed() async throws {
        try await withEcho { port in
            await withTaskGroup { group in
                for name in 0..<20 {
                    group.addTask {
                        let client = SocketClient(port: port)
                        for number in 0..<50 {
                            let body = "\(name)-\(number)"
                            await client.send(
                                "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
                            #expect(await client.receive()?.text == "/x" + body)
                        }
                    }
                }
            }
        }
    }

    /// libmicrohttpd 0.9.75 takes 128 events from epoll at a time, and sleeps on them if there are no others.
    @Test("requests of many clients that are there at once are all answered")
    func instant() async throws {
        let isLarge = Atomic(false)
        let server = try HTTPServer.start(on: ListenAddress(host: "127.0.0.1", port: 0)) { request in
            guard request.target == "/large" else { return HTTPResponse(200, Array("{}".utf8)) }
            let body = [UInt8](repeating: 0x20, count: 100_000_000)
            isLarge.store(true, ordering: .relaxed)
            return HTTPResponse(200, body)
        }
        let clients = (0..<128).map { _ in SocketClient(port: server.port) }
        #expect(await becomesTrue { server.connectionCount == clients.count })
        // While the server's thread copies a large answer the requests of all the others arrive.
        let busy = SocketClient(port: server.port)
        await busy.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(await becomesTrue { isLarge.load(ordering: .relaxed) })
        let request = Array("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        for client in clients { client.sendAtOnce(request) }
        for client in clients { #expect(await client.receive()?.status == 200) }
        await server.stop(grace: .zero)
    }

    @Test("a chunked body is put together, and a byte at a time too")
    func chunked() async throws {
        try await withEcho { port in
            let client = SocketClient(port: port)
            let request =
                "POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
            for byte in request.utf8 { await client.send([byte]) }
            #expect(await client.receive()?.text == "/xabcdefg")
        }
    }

    @Test("a long answer arrives whole, and the answer to HEAD has no body")
    func extremes() async throws {
        let server = try HTTPServer.start(on: ListenAddress(host: "127.0.0.1", port: 0)) { _ in
            HTTPResponse(200, [UInt8](repeating: 0x20, count: 3_000_000))
        }
        #expect(await SocketClient.ask(server.port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")?.body.count == 3_000_000)
        let client = SocketClient(port: server.port)
        await client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        var text = ""
        #expect(
            await becomesTrue {
                text += await client.receiveSome()
                return text.contains("\r\n\r\n")
            })
        #expect(text.hasSuffix("\r\n\r\n"))
        #expect(await client.isClosed())
        await server.stop()
    }

    private func withEcho(_ body: (UInt16) async throws -> Void) async throws {
        let server = try HTTPServer.start(on: ListenAddress(host: "127.0.0.1", port: 0)) { request in
            HTTPResponse(200, Array(request.target.utf8) + request.body)
        }
        try await body(server.port)
        await server.stop()
    }
}

extension String {
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
