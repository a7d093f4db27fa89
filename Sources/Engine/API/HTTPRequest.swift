/// One request as the routes see it, whichever way it came.
public struct HTTPRequest: Hashable, Sendable {
    /// The method, in capitals.
    public var method: String
    /// Path and query as they were sent, for example `/v1/api/search/playlist?query=jazz`.
    public var target: String
    /// The header `Content-Type`.
    public var contentType: String?
    /// The header `Authorization`.
    public var authorization: String?
    /// The header `X-API-Key`.
    public var apiKey: String?
    /// The body; empty if there is none.
    public var body: [UInt8]

    /// Makes a request.
    public init(
        method: String, target: String, contentType: String? = nil, authorization: String? = nil, apiKey: String? = nil,
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.contentType = contentType
        self.authorization = authorization
        self.apiKey = apiKey
        self.body = body
    }
}
