/// Where a node listens: scheme, host, port and, behind a proxy, a path.
public struct NodeAddress: Hashable, Sendable {
    /// `http://host:9200` or `https://host/path`, without user and password, without a slash at the end.
    let url: String
    /// The host as it stands in the URL; an IPv6 address in brackets.
    let host: String
    /// Who the URL said Kelp is.
    private(set) var credentials: Credentials?

    /// How it is shown; user and password are no part of it.
    public var shown: SafeText { SafeText(url) }

    /// Where a document of the node is to be had.
    public func url(of document: DocumentKey) -> String {
        "\(url)/\(percentEncoded(document.index.rawValue))/_doc/\(percentEncoded(document.id.rawValue))"
    }

    /// Whether it is on this machine.
    var isLoopback: Bool { host == "localhost" || host == "[::1]" || host.hasPrefix("127.") }

    /// Whether the URL held a password.
    var hasPassword: Bool {
        if case .basic(_, let password)? = credentials { !password.revealed.isEmpty } else { false }
    }

    /// Whether what is said to it is encrypted.
    public var isEncrypted: Bool { url.hasPrefix("https://") }

    /// Reads `http://host:9200`, `https://user:password@host/path`, or `host:9200`; without a port it is 9200, for `https` 443.
    /// - Throws: `.configuration` where it is no such address; the text is not repeated, because a password may be in it.
    public init(_ text: String) throws(Failure) {
        var rest = Substring(text)
        var scheme = "http"
        if let mark = text.firstRange(of: "://") {
            scheme = text[..<mark.lowerBound].lowercased()
            rest = text[mark.upperBound...]
        }
        guard scheme == "http" || scheme == "https" else {
            // What stands before a :// within a password is no scheme, and not to be shown.
            let isScheme = scheme.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
            throw Failure(
                .configuration,
                "\(isScheme ? "\(scheme)://" : "what is before ://") is no address of Elasticsearch: write http://HOST:PORT or https://HOST:PORT"
            )
        }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        // A / in a password ends the host, and the rest of the password would be shown as a path.
        guard !rest[end...].contains("@") else {
            throw Failure(
                .configuration,
                "the address of Elasticsearch has an @ after a /, ? or #: write %40 for it, and no password into the address")
        }
        var path = rest[end...].prefix { $0 != "?" && $0 != "#" }
        while path.last == "/" { path.removeLast() }
        let authority = rest[..<end]
        let user = authority.lastIndex(of: "@").map { authority[..<$0] }
        let place = user.map { authority[$0.endIndex...].dropFirst() } ?? authority
        let (host, port) = try NodeAddress.split(place)
        self.host = host
        url = "\(scheme)://\(host):\(port ?? (scheme == "https" ? 443 : 9200))\(path)"
        credentials = user.map { NodeAddress.credentials($0) }
    }

    /// The same place, asked as somebody else.
    func asked(as credentials: Credentials?) -> NodeAddress {
        var address = self
        address.credentials = credentials
        return address
    }

    /// Whether it is the same address, whoever asks there.
    func isSamePlace(as other: NodeAddress) -> Bool { url == other.url }

    /// Reads several addresses with commas between them.
    public static func list(_ text: String) throws(Failure) -> [NodeAddress] {
        var nodes: [NodeAddress] = []
        let parts = text.split(separator: ",").filter { $0.contains { !$0.isWhitespace } }
        // What stands before a comma within a password would be taken for a host and a port, and shown.
        guard parts.dropFirst().allSatisfy({ $0.contains("://") || !$0.contains("@") }) else {
            throw Failure(
                .configuration,
                "the addresses of Elasticsearch have an @ after a comma: write %2C for one in a password, and http:// before each address"
            )
        }
        for part in parts {
            let node = try NodeAddress(part.filter { !$0.isWhitespace })
            if !nodes.contains(node) { nodes.append(node) }
        }
        guard !nodes.isEmpty else {
            throw Failure(.configuration, "the address of Elasticsearch is empty: write http://HOST:PORT")
        }
        return nodes
    }

    private static func split(_ place: Substring) throws(Failure) -> (host: String, port: Int?) {
        let hostEnd = place.hasPrefix("[") ? place.firstIndex(of: "]").map(place.index(after:)) : place.firstIndex(of: ":")
        let host = place[..<(hostEnd ?? place.endIndex)]
        let port = place[host.endIndex...].dropFirst()
        let isFit = host.utf8.allSatisfy { 0x21...0x7E ~= $0 && !"\"<>\\^`{|}%".utf8.contains($0) }
        guard !host.isEmpty, isFit else {
            throw Failure(.configuration, "the address of Elasticsearch names no host: write http://HOST:PORT")
        }
        guard !port.isEmpty else { return (String(host), nil) }
        guard let number = Int(port), 1...65_535 ~= number else {
            throw Failure(
                .configuration, "the address of Elasticsearch at \(host) has no port from 1 to 65535: write http://HOST:PORT")
        }
        return (String(host), number)
    }

    private static func credentials(_ user: Substring) -> Credentials {
        let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(percentDecoded)
        return .basic(user: parts[0], password: Secret(parts.count > 1 ? parts[1] : ""))
    }
}

/// `%41` becomes `A`; what is no such triple stays.
private func percentDecoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), rest.count >= 2, let high = hexValue(rest[rest.startIndex]),
            let low = hexValue(rest[rest.startIndex + 1])
        {
            bytes.append(high << 4 | low)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// The text as one segment of a URL's path: all but letters, digits and `-._~` becomes `%41`.
func percentEncoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            result.unicodeScalars.append(Unicode.Scalar(byte))
        default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
    return result
}
