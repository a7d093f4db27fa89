/// What the server must know of a request before its body: above all, whether everyone agrees where it ends.
struct RequestHead: Sendable {
    var method = ""
    var version = ""
    var contentType: String?
    var authorization: String?
    var apiKey: String?
    private var hosts: [String] = []
    private var contentLengths: [String] = []
    private var transferEncodings: [String] = []
    private(set) var isWaitingForContinue = false

    /// Takes a header; most are none of the server's business.
    mutating func take(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        func text() -> String { String(decoding: value, as: UTF8.self) }
        // The lengths tell the names apart, so that each header is compared with one name at most.
        switch name.count {
        case 4 where isSame(name, "host"): hosts.append(text())
        case 6 where isSame(name, "expect"): isWaitingForContinue = text().lowercased() == "100-continue"
        case 9 where isSame(name, "x-api-key"): apiKey = text()
        case 12 where isSame(name, "content-type"): contentType = text()
        case 13 where isSame(name, "authorization"): authorization = text()
        case 14 where isSame(name, "content-length"): contentLengths.append(text())
        case 17 where isSame(name, "transfer-encoding"): transferEncodings.append(text())
        default: break
        }
    }

    /// Why the request is not read any further, if it is not.
    ///
    /// Where two headers disagree about its length, a proxy before this server may see another request than the server does.
    /// - Parameter allowed: by which names the server may be called; `nil` if by any.
    func refusal(bodyLimit: Int, hosts allowed: AllowedHosts?) -> HTTPResponse? {
        if hosts.count > 1 || hosts.isEmpty && version == "HTTP/1.1" { return bad("it must have exactly one Host header") }
        if !transferEncodings.isEmpty {
            guard contentLengths.isEmpty else { return bad("Content-Length and Transfer-Encoding contradict each other") }
            guard version == "HTTP/1.1", transferEncodings.count == 1, transferEncodings[0].lowercased() == "chunked" else {
                return bad("the only Transfer-Encoding it may have is chunked")
            }
        }
        guard contentLengths.count <= 1 else { return bad("it must not have two Content-Length headers") }
        guard contentLengths.allSatisfy({ $0.utf8.allSatisfy(isDigit) }) else { return bad("its Content-Length is no number") }
        if let refusal = allowed?.refusal(of: hosts.first) { return refusal }
        // A client that waits to be told can be told before it sends; others would not listen while they send.
        if isWaitingForContinue, let length = contentLengths.first, Int(length) ?? .max > bodyLimit {
            return RequestHead.tooLarge(bodyLimit)
        }
        return nil
    }

    static func tooLarge(_ limit: Int) -> HTTPResponse {
        .problem(413, "The body is too large: the limit is \(limit) bytes.", isLast: true)
    }

    private func bad(_ reason: SafeText) -> HTTPResponse { .problem(400, "The request is malformed: \(reason).", isLast: true) }
}

private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

private func isSame(_ name: UnsafeRawBufferPointer, _ lowercase: StaticString) -> Bool {
    for index in 0..<lowercase.utf8CodeUnitCount where name[index] | 0x20 != lowercase.utf8Start[index] { return false }
    return true
}
