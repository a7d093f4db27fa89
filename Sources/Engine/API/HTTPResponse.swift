/// An answer, always JSON.
public struct HTTPResponse: Hashable, Sendable {
    /// A header of the answer.
    public struct Header: Hashable, Sendable {
        /// Its name.
        public var name: Name
        /// Its value.
        public var value: String
    }

    /// The headers an answer may have besides those of every answer.
    public enum Name: String, Hashable, Sendable {
        /// Which methods the path knows.
        case allow = "Allow"
        /// After how many seconds to try again.
        case retryAfter = "Retry-After"
        /// How to show that one is allowed to ask.
        case authenticate = "WWW-Authenticate"
    }

    /// The status, 200...599.
    public var status: Int
    /// JSON, UTF-8.
    public var body: [UInt8]
    /// Headers besides the usual ones.
    public var headers: [Header]
    /// Whether the connection is closed after it.
    public var isLast: Bool

    /// Makes an answer.
    public init(_ status: Int, _ body: [UInt8], headers: [Header] = [], isLast: Bool = false) {
        self.status = status
        self.body = body
        self.headers = headers
        self.isLast = isLast
    }

    /// An answer that only says what is wrong: `{"detail": "…"}`.
    public static func problem(
        _ status: Int, _ detail: SafeText, headers: [Header] = [], isLast: Bool = false
    ) -> HTTPResponse {
        HTTPResponse(status, JSONBody.object("detail", detail.string), headers: headers, isLast: isLast)
    }
}

extension HTTPResponse.Header {
    /// After how many seconds to try again.
    static func retry(after seconds: Int) -> HTTPResponse.Header { .init(name: .retryAfter, value: String(seconds)) }
}
