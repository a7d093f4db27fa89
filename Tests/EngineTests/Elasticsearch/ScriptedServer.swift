import Glibc
import Synchronization

/// An HTTP server on loopback that answers what it is told to, byte for byte, and remembers what it was asked.
final class ScriptedServer: Sendable {
    /// What was asked.
    struct Asked: Sendable {
        /// Method and target, for example `GET /`.
        var line: String
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// What is answered.
    enum Answer: Sendable {
        /// An answer with a length and a type.
        case json(Int, String, [String: String] = [:])
        case html(Int, String)
        /// These bytes, and then the connection ends.
        case bytes(String)
        /// A head, and then a body that never ends.
        case endless
        /// Nothing, until the client has had enough.
        case silence
        /// The connection is reset before all of the request is read.
        case reset
    }

    private struct State {
        var asked: [Asked] = []
        var silent = 0
        var connections: [Int32] = []
        var isOver = false
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let script: @Sendable (Asked) -> Answer
    let port: UInt16

    /// - Parameter script: answers each request.
    init(_ script: @escaping @Sendable (Asked) -> Answer) {
        self.script = script
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(listener, pointer, length) == 0, listen(listener, 64) == 0 else { return }
                getsockname(listener, pointer, &length)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        startThread { [self] in accept() }
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Everything that was asked, in order.
    var asked: [Asked] { state.withLock { $0.asked } }

    /// Whether a client still waits for an answer that does not come.
    var isSilent: Bool { state.withLock { $0.silent > 0 } }

    /// Ends the listening and every connection.
    func stop() {
        let connections = state.withLock { state in
            defer { state.isOver = true }
            return state.isOver ? [] : state.connections
        }
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    deinit { close(listener) }

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            let isOver = state.withLock { state in
                state.connections.append(connection)
                return state.isOver
            }
            if isOver { shutdown(connection, Int32(SHUT_RDWR)) }
            startThread { [self] in serve(connection) }
        }
    }

    private func serve(_ connection: Int32) {
        defer {
            state.withLock { $0.connections.removeAll { $0 == connection } }
            close(connection)
        }
        var reader = RequestReader(connection)
        while let asked = reader.next() {
            state.withLock { $0.asked.append(asked) }
            guard answer(script(asked), on: connection, isHead: asked.line.hasPrefix("HEAD")) else { return }
        }
    }

    /// Whether the connection goes on.
    private func answer(_ answer: Answer, on connection: Int32, isHead: Bool) -> Bool {
        switch answer {
        case .json(let status, let body, let headers):
            let more = headers.map { "\($0): \($1)\r\n" }.joined()
            let head =
                "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\(more)\r\n"
            return write(head + (isHead ? "" : body), to: connection)
        case .html(let status, let body):
            return write(
                "HTTP/1.1 \(status) X\r\nContent-Type: text/html\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body,
                to: connection)
        case .bytes(let bytes):
            _ = write(bytes, to: connection)
            return false
        case .endless:
            var isTaken = write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", to: connection)
            while isTaken { isTaken = write(String(repeating: " ", count: 10_000), to: connection) }
            return false
        case .silence:
            state.withLock { $0.silent += 1 }
            defer { state.withLock { $0.silent -= 1 } }
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
            return false
        case .reset:
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            return false
        }
    }

    private func write(_ text: String, to connection: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }
}

/// Reads one request after the other from a connection.
private struct RequestReader {
    private let connection: Int32
    private var buffer: [UInt8] = []

    init(_ connection: Int32) { self.connection = connection }

    mutating func next() -> ScriptedServer.Asked? {
        guard let head = take(through: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].drop { $0 == " " }.description : ""
        }
        let length = Int(headers["content-length"] ?? "") ?? 0
        while buffer.count < length { guard fill() else { return nil } }
        let body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        let line = lines.first?.split(separator: " ").prefix(2).joined(separator: " ") ?? ""
        return ScriptedServer.Asked(line: line, headers: headers, body: body)
    }

    private mutating func take(through end: [UInt8]) -> [UInt8]? {
        while true {
            if let range = buffer.firstRange(of: end) {
                defer { buffer.removeSubrange(..<range.upperBound) }
                return Array(buffer[..<range.upperBound])
            }
            guard fill() else { return nil }
        }
    }

    private mutating func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runThreadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run() }
    return nil
}

/// Blocking calls belong on threads of their own, not on the few of the cooperative pool.
private func startThread(_ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    pthread_create(&thread, nil, runThreadBody, Unmanaged.passRetained(ThreadBody(run)).toOpaque())
    pthread_detach(thread)
}
