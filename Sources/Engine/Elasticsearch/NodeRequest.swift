/// One question to a node.
struct NodeRequest: Hashable, Sendable {
    enum Method: String, Hashable, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// What a body is.
    enum ContentType: String, Hashable, Sendable {
        case json = "application/json"
        case lines = "application/x-ndjson"
    }

    var method: Method
    /// From the slash on, with the query, encoded.
    var path: String
    var body: [UInt8] = []
    var contentType = ContentType.json
    /// How long it may take in all, the answer included.
    var timeout = Duration.seconds(30)
    /// How large an answer may be, in bytes.
    var answerLimit = 256 << 20
    /// Whether doing it twice is doing it once.
    var isIdempotent = true

    init(_ method: Method, _ path: String) {
        self.method = method
        self.path = path
    }

    init(_ method: Method, _ path: String, json: [UInt8]) {
        self.init(method, path)
        body = json
    }

    /// Whether it changes nothing, so that two nodes may be at it at once.
    var isReading: Bool {
        method == .get || method == .head || (method == .post && path.prefix { $0 != "?" }.hasSuffix("/_search"))
    }

    /// What is asked, for an error: the path without its query.
    var shown: SafeText { "\(method.rawValue) \(path.prefix { $0 != "?" })" }
}

/// What a node said.
struct NodeResponse: Hashable, Sendable {
    var status: Int
    var body: [UInt8] = []
    var contentType = ""
    /// How long it wants to be left alone.
    var retryAfter: Duration?
    /// Which node it was.
    var node: SafeText = ""

    /// Whether the node, or what stands before it, has no time now.
    var isBusy: Bool { [429, 502, 503, 504].contains(status) }

    var isSuccess: Bool { 200..<300 ~= status }
}
