/// The key that a client must show. It never says what it is.
public struct APIKey: Sendable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// - Parameter key: the key; an empty one is a failure, because it would let everyone in.
    public init(_ key: String) throws(Failure) {
        guard !key.isEmpty else {
            throw Failure(.configuration, "The API key is empty: set one, for example the output of openssl rand -hex 32.")
        }
        bytes = Array(key.utf8)
    }

    /// - Parameter key: the key; an empty one is a failure.
    public init(_ key: Secret) throws(Failure) { try self.init(key.revealed) }

    /// Nothing of the key.
    public var description: String { "an API key" }

    /// Whether the request shows the key, as `Authorization: Bearer` or as `X-API-Key`.
    func opens(_ request: HTTPRequest) -> Bool {
        if let key = request.apiKey { return matches(key) }
        guard let authorization = request.authorization, let space = authorization.firstIndex(of: " ") else { return false }
        guard authorization[..<space].lowercased() == "bearer" else { return false }
        return matches(authorization[authorization.index(after: space)...].drop { $0 == " " })
    }

    /// Takes the same time wherever the first difference is.
    private func matches(_ candidate: some StringProtocol) -> Bool {
        var difference = candidate.utf8.count ^ bytes.count
        var index = 0
        for byte in candidate.utf8 {
            difference |= Int(byte ^ bytes[index])
            index = index + 1 == bytes.count ? 0 : index + 1
        }
        return difference == 0
    }
}
