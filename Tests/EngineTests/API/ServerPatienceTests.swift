import Glibc
import Synchronization
import Testing

@testable import Engine

/// One after the other, because they count what the process has open.
@Suite("The server's patience", .serialized)
struct ServerPatienceTests {
    @Test(
        "a client that sends a byte now and then is cut off, wherever it is slow",
        arguments: [
            "GET /healthz?" + String(repeating: "x", count: 4_000),
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "x", count: 4_000),
            "POST /index/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" + String(repeating: "x", count: 4_000),
        ])
    func byteByByte(_ request: String) async throws {
        var limits = HTTPLimits()
        limits.idle = .milliseconds(300)
        limits.request = .milliseconds(300)
        try await withServer(Routes(index: ScriptedIndex()), limits: limits) { port in
            let client = SocketClient(port: port)
            var isCut = false
            for byte in request.utf8 where !isCut {
                isCut = await !client.send([byte])
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(isCut)
            #expect(await isServing(port))
        }
    }

    @Test("a client that fetches its answer a byte now and then is cut off")
    func slowReader() async throws {
        var limits = HTTPLimits()
        limits.response = .milliseconds(300)
        let server = try HTTPServer.start(on: loopback, limits: limits) { _ in
            HTTPResponse(200, [UInt8](repeating: 0x20, count: 50_000_000))
        }
        let client = SocketClient(port: server.port)
        await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(await becomesTrue { server.connectionCount == 1 })
        #expect(await becomesTrue { server.connectionCount == 0 })
        await server.stop()
    }

    @Test("an idle connection is closed in the end, and one that is used stays")
    func idle() async throws {
        var limits = HTTPLimits()
        limits.idle = .seconds(3)
        try await withServer(Routes(index: ScriptedIndex()), limits: limits) { port in
            let silent = SocketClient(port: port)
            let busy = SocketClient(port: port)
            for _ in 0..<20 {
                await busy.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(await busy.receive()?.status == 200)
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(await silent.isClosed())
        }
    }

    @Test("an answer that takes too long is 504, and the work for it is called off")
    func slowAnswer() async throws {
        var limits = HTTPLimits()
        limits.handling = .milliseconds(200)
        let wasCancelled = Mutex(false)
        let server = try HTTPServer.start(on: loopback, limits: limits) { _ in
            try? await Task.sleep(for: .seconds(60))
            wasCancelled.withLock { $0 = Task.isCancelled }
            return HTTPResponse(200, [])
        }
        #expect(await SocketClient.ask(server.port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")?.status == 504)
        #expect(await becomesTrue { wasCancelled.withLock { $0 } })
        await server.stop()
    }

    @Test("a search whose client leaves is called off", arguments: [false, true])
    func leaves(_ isHalf: Bool) async throws {
        let waiting = Waiting()
        let server = try HTTPServer.start(on: loopback, limits: hasty, handler: waiting.answer)
        var client: SocketClient? = SocketClient(port: server.port)
        await client?.send("GET /search HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await becomesTrue { waiting.asked == ["/search"] })
        if isHalf { client?.finishSending() } else { client = nil }
        #expect(await becomesTrue { waiting.calledOff == ["/search"] })
        // The library hangs up too, be it that the client still listens.
        #expect(await becomesTrue { server.connectionCount == 0 })
        await server.stop()
    }

    @Test("a client that has ended its sending half still gets its answer")
    func half() async throws {
        let gate = Gate()
        var limits = HTTPLimits()
        limits.idle = .milliseconds(300)
        let server = try HTTPServer.start(on: loopback, limits: limits) { _ in
            await gate.wait()
            return HTTPResponse(Task.isCancelled ? 503 : 200, [])
        }
        let client = SocketClient(port: server.port)
        await client.send("GET /search HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await becomesTrue { gate.waiting == 1 })
        client.finishSending()
        // The server looks at all connections in turn: when it has closed a silent one, it has looked at this one since.
        #expect(await SocketClient(port: server.port).isClosed())
        gate.open()
        #expect(await client.receive()?.status == 200)
        await server.stop()
    }

    @Test("a write goes on when its client leaves")
    func leavesWrite() async throws {
        let waiting = Waiting()
        let server = try HTTPServer.start(on: loopback, limits: hasty, handler: waiting.answer)
        // A search after it was called off the server has looked at the write; the second, because of the order of the first look.
        for line in ["POST /write", "GET /first", "GET /second"] {
            await SocketClient(port: server.port).send("\(line) HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            let target = String(line.drop { $0 != "/" })
            #expect(await becomesTrue { waiting.asked.last == target })
            #expect(await becomesTrue { line.hasPrefix("POST") || waiting.calledOff.last == target })
        }
        #expect(waiting.calledOff == ["/first", "/second"])
        await server.stop(grace: .zero)
    }

    @Test("a thousand idle connections stop nobody")
    func crowd() async throws {
        let server = try HTTPServer.start(on: loopback, routes: Routes(index: ScriptedIndex()))
        let idle = (0..<1_000).map { _ in SocketClient(port: server.port) }
        for client in idle.prefix(500) { await client.send("GET /v1/api/se") }
        #expect(await becomesTrue { server.connectionCount == idle.count })
        #expect(await isServing(server.port))
        #expect(server.connectionCount >= idle.count)
        await server.stop(grace: .zero)
    }

    @Test("where connections are scarce, the idle ones make room")
    func scarce() async throws {
        var limits = HTTPLimits()
        limits.connections = 10
        limits.connectionsPerClient = 10
        try await withServer(Routes(index: ScriptedIndex()), limits: limits) { port in
            let idle = (0..<30).map { _ in SocketClient(port: port) }
            #expect(await becomesTrue { await isServing(port) })
            #expect(idle.count == 30)
        }
    }

    @Test("stopping lets the requests at hand be answered, and takes no new ones")
    func drain() async throws {
        let gate = Gate()
        let server = try HTTPServer.start(on: loopback) { _ in
            await gate.wait()
            return HTTPResponse(200, Array("{}".utf8))
        }
        let clients = (0..<20).map { _ in SocketClient(port: server.port) }
        for client in clients { await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") }
        #expect(await becomesTrue { gate.waiting == 20 })
        async let stopped: Void = server.stop(grace: .seconds(20))
        #expect(await becomesTrue { server.isDraining })
        #expect(await becomesTrue { await SocketClient.ask(server.port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") == nil })
        gate.open()
        for client in clients {
            let answer = await client.receive()
            #expect(answer?.status == 200 && answer?.header("connection") == "close")
        }
        await stopped
        #expect(server.connectionCount == 0)
    }

    @Test("stopping does not wait for an answer that never comes")
    func stuck() async throws {
        let gate = Gate()
        weak var gone: HTTPServer?
        do {
            let server = try HTTPServer.start(on: loopback) { _ in
                await gate.wait()
                return HTTPResponse(200, [])
            }
            gone = server
            let client = SocketClient(port: server.port)
            await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(await becomesTrue { gate.waiting == 1 })
            await server.stop(grace: .milliseconds(50))
            #expect(await client.receive()?.status == 503)
            await server.stop()
            gate.open()
        }
        #expect(await becomesTrue { gone == nil })
    }

    @Test("requests that come while it stops are turned away or cut off")
    func lateRequests() async throws {
        let server = try HTTPServer.start(on: loopback) { _ in
            try? await Task.sleep(for: .seconds(60))
            return HTTPResponse(200, [])
        }
        let clients = (0..<400).map { _ in SocketClient(port: server.port) }
        #expect(await becomesTrue { server.connectionCount == clients.count })
        async let stopped: Void = server.stop(grace: .milliseconds(5))
        for client in clients { await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") }
        for client in clients { #expect([503, nil].contains(await client.receive()?.status)) }
        await stopped
    }

    @Test("nothing stays open and nothing stays alive after a server has stopped")
    func leaks() async throws {
        let before = openFiles()
        for round in 0..<100 {
            weak var gone: HTTPServer?
            do {
                let server = try HTTPServer.start(on: loopback) { _ in HTTPResponse(200, []) }
                gone = server
                let clients = (0..<4).map { _ in SocketClient(port: server.port) }
                await clients[0].send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                await clients[1].send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
                await clients[2].send("GET / HT")
                if round % 2 == 1 { #expect(await clients[0].receive()?.status == 200) }
                await server.stop(grace: .zero)
            }
            #expect(await becomesTrue { gone == nil })
        }
        // Other tests open files at the same time; a leak would be one of hundreds.
        #expect(await becomesTrue { openFiles() < before + 80 })
    }

    private var loopback: ListenAddress { ListenAddress(host: "127.0.0.1", port: 0) }

    /// Does not wait long for a client that has ended its side.
    private var hasty: HTTPLimits {
        var limits = HTTPLimits()
        limits.hungUp = .milliseconds(50)
        return limits
    }
}

/// Holds the handlers of a test until it lets them go.
private final class Gate: Sendable {
    private let state = Mutex((isOpen: false, waiting: [CheckedContinuation<Void, Never>]()))

    var waiting: Int { state.withLock { $0.waiting.count } }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// Answers when it is called off.
private final class Waiting: Sendable {
    private let state = Mutex((asked: [String](), calledOff: [String]()))

    var asked: [String] { state.withLock { $0.asked } }
    var calledOff: [String] { state.withLock { $0.calledOff } }

    @Sendable func answer(_ request: HTTPRequest) async -> HTTPResponse {
        state.withLock { $0.asked.append(request.target) }
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
        state.withLock { $0.calledOff.append(request.target) }
        return HTTPResponse(200, Array("{}".utf8))
    }
}

private func openFiles() -> Int {
    guard let folder = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
}
