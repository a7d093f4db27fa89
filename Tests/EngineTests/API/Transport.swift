import Engine

/// The two ways to the routes: called, and over a socket. A test of the contract goes both.
enum Transport: CaseIterable {
    case routes, socket

    /// Asks, with the body as it is.
    func ask(_ routes: Routes, _ requests: [HTTPRequest]) async throws -> [Answer] {
        switch self {
        case .routes:
            var answers: [Answer] = []
            for request in requests { answers.append(Answer(await routes.respond(to: request))) }
            return answers
        case .socket:
            return try await withServer(routes) { port in
                // One after the other on one connection, so that each also shows that the last one left it in order.
                let client = SocketClient(port: port)
                var answers: [Answer] = []
                for request in requests {
                    await client.send(bytes(of: request))
                    answers.append(await client.receive().map(Answer.init) ?? Answer(status: 0, headers: [:], body: []))
                }
                return answers
            }
        }
    }

    func ask(_ routes: Routes, _ request: HTTPRequest) async throws -> Answer { try await ask(routes, [request])[0] }

    /// What came, whichever way.
    struct Answer {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }
}

extension Transport.Answer {
    init(_ response: HTTPResponse) {
        let headers = response.headers.map { ($0.name.rawValue.lowercased(), $0.value) }
        self.init(status: response.status, headers: Dictionary(uniqueKeysWithValues: headers), body: response.body)
    }

    init(_ answer: SocketClient.Answer) {
        let lines = answer.head.split(separator: "\r\n").dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), String(line[colon...].dropFirst(2)))
        }
        self.init(status: answer.status, headers: Dictionary(lines) { $1 }, body: answer.body)
    }
}

/// Runs a server for as long as the test needs it.
func withServer<Value>(
    _ routes: Routes, limits: HTTPLimits = HTTPLimits(), _ body: (UInt16) async throws -> Value
) async throws -> Value {
    let server = try HTTPServer.start(on: ListenAddress(host: "127.0.0.1", port: 0), limits: limits, routes: routes)
    do {
        let value = try await body(server.port)
        await server.stop()
        return value
    } catch {
        await server.stop()
        throw error
    }
}

private func bytes(of request: HTTPRequest) -> [UInt8] {
    var head = "\(request.method) \(request.target) HTTP/1.1\r\nHost: localhost\r\n"
    if let type = request.contentType { head += "Content-Type: \(type)\r\n" }
    if let authorization = request.authorization { head += "Authorization: \(authorization)\r\n" }
    if let key = request.apiKey { head += "X-API-Key: \(key)\r\n" }
    if !request.body.isEmpty { head += "Content-Length: \(request.body.count)\r\n" }
    return Array("\(head)\r\n".utf8) + request.body
}
