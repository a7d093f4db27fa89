/// The HTTP API on an index: the seed's two endpoints, two for whoever watches over the server, and their description.
///
///     GET  /v1/api/search/{index}?query=…&size=10&sort=latest|popularity&start=0
///     POST /index/{index}         {"id", "name", "description", …}
///     GET  /healthz               is it alive
///     GET  /readyz                can it answer, and if not, why
///     GET  /openapi.json          all of this, for programs
///
/// It knows nothing of sockets: a request is a value, and so is its answer.
public struct Routes: Sendable {
    let index: any SearchIndex
    let key: APIKey?
    let checks: @Sendable () async -> [Check]

    /// - Parameter key: what every request must show, except whether the server is alive and ready; `nil` lets everyone in.
    /// - Parameter checks: asked anew each time somebody wants to know whether the server is ready.
    public init(
        index: any SearchIndex, key: APIKey? = nil, checks: @escaping @Sendable () async -> [Check] = { [] }
    ) {
        self.index = index
        self.key = key
        self.checks = checks
    }

    /// Answers a request; whatever goes wrong is an answer too.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        let target = RequestTarget(request.target)
        let isKnown = key?.opens(request) ?? true
        switch target.segments {
        case ["healthz"]:
            return request.method == "GET" ? health : wrongMethod(allow: "GET")
        case ["readyz"]:
            return request.method == "GET" ? await readiness(withReasons: isKnown) : wrongMethod(allow: "GET")
        case _ where !isKnown:
            return .problem(
                401, "This server wants its API key, as Authorization: Bearer or as X-API-Key.",
                headers: [.init(name: .authenticate, value: "Bearer")])
        case ["openapi.json"]:
            return request.method == "GET" ? HTTPResponse(200, Array(OpenAPI.document.utf8)) : wrongMethod(allow: "GET")
        case let path where path.count == 4 && path[..<3] == ["v1", "api", "search"] && !path[3].isEmpty:
            return request.method == "GET" ? await search(path[3], target) : wrongMethod(allow: "GET")
        case let path where path.count == 2 && path[0] == "index" && !path[1].isEmpty:
            return request.method == "POST" ? await write(request, to: IndexName(path[1])) : wrongMethod(allow: "POST")
        default:
            return .problem(404, "Not Found")
        }
    }

    private func wrongMethod(allow: String) -> HTTPResponse {
        .problem(405, "Method Not Allowed", headers: [.init(name: .allow, value: allow)])
    }
}
