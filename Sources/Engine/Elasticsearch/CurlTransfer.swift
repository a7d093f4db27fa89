import CCurl

/// One request on its way: libcurl's handle and the memory it works on. Lives on the loop's thread. What went well can be begun again
/// with a request of the same shape, which leaves little to be told to libcurl.
final class CurlTransfer {
    /// What a handle is told once.
    struct Shape: Hashable {
        let node: NodeAddress
        let method: NodeRequest.Method
        /// The type of the body; `nil` where there is none.
        let contentType: NodeRequest.ContentType?

        init(_ request: NodeRequest, to node: NodeAddress) {
            self.node = node
            method = request.method
            // With its length known libcurl sends Content-Length, which some proxies insist on.
            let hasBody = !request.body.isEmpty || method == .post || method == .put
            contentType = hasBody ? request.contentType : nil
        }
    }

    /// An answer has few and short headers; what has more is no index.
    private static let headerLimit = 64 << 10
    /// A longer body is not kept for the next request.
    private static let keptBody = 64 << 10

    let shape: Shape
    let handle: UnsafeMutableRawPointer
    private(set) var number: CurlTransport.Number
    private(set) var request: NodeRequest
    private var node: NodeAddress { shape.node }
    private var body = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 16)
    private let problem: UnsafeMutablePointer<CChar>
    private var headerLines: UnsafeMutablePointer<curl_slist>?
    private var headerBytes = 0
    private var response = NodeResponse(status: 0)
    private var excess: SafeText?

    /// - Throws: `.misconfigured` where a setting cannot be used.
    init(
        _ request: NodeRequest, _ shape: Shape, number: CurlTransport.Number, settings: ElasticsearchSettings
    ) throws(TransportFailure) {
        guard let handle = curl_easy_init() else { throw TransportFailure(.misconfigured, "libcurl has no memory left") }
        self.handle = handle
        self.number = number
        self.request = request
        self.shape = shape
        problem = .allocate(capacity: Int(CURL_ERROR_SIZE))
        problem.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setShape(settings)
        try setTrust(settings.tls)
        try setCredentials(node.credentials ?? settings.credentials)
        kelp_set_pointer(handle, CURLOPT_HTTPHEADER, headerLines)
        setRequest()
    }

    /// Takes another request of its shape, once the one before has gone well.
    func begin(_ request: NodeRequest, number: CurlTransport.Number) {
        self.number = number
        self.request = request
        headerBytes = 0
        response = NodeResponse(status: 0)
        problem[0] = 0
        setRequest()
    }

    /// Forgets what is large.
    func rest() {
        response = NodeResponse(status: 0)
        request.body = []
        if body.count > CurlTransfer.keptBody { resizeBody(1024) }
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerLines)
        body.deallocate()
        problem.deallocate()
    }

    /// The one that a handle of libcurl belongs to.
    static func of(_ handle: UnsafeMutableRawPointer) -> CurlTransfer? {
        var own: UnsafeMutablePointer<CChar>?
        kelp_get_pointer(handle, CURLINFO_PRIVATE, &own)
        return own.map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
    }

    /// What came of it.
    func outcome(_ code: CURLcode) -> Result<NodeResponse, TransportFailure> {
        if let excess { return .failure(TransportFailure(.unusable, excess)) }
        guard code == CURLE_OK else {
            var sent = 0
            kelp_get_long(handle, CURLINFO_REQUEST_SIZE, &sent)
            let detail = String(cString: problem[0] == 0 ? curl_easy_strerror(code) : UnsafePointer(problem))
            return .failure(
                TransportFailure(code, detail: SafeText(detail), isSent: sent > 0, asking: request, of: node))
        }
        kelp_get_long(handle, CURLINFO_RESPONSE_CODE, &response.status)
        response.node = node.shown
        return .success(response)
    }
}

extension CurlTransfer {
    private func setShape(_ settings: ElasticsearchSettings) {
        text(CURLOPT_PROTOCOLS_STR, "http,https")
        long(CURLOPT_PATH_AS_IS, 1)
        long(CURLOPT_NOSIGNAL, 1)
        long(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        long(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.curlMilliseconds)
        long(CURLOPT_TCP_KEEPALIVE, 1)
        // On this machine neither a proxy nor compression has anything to win.
        if node.isLoopback { text(CURLOPT_NOPROXY, "*") } else { text(CURLOPT_ACCEPT_ENCODING, "gzip") }
        kelp_set_pointer(handle, CURLOPT_ERRORBUFFER, problem)
        let own = Unmanaged.passUnretained(self).toOpaque()
        kelp_set_pointer(handle, CURLOPT_PRIVATE, own)
        kelp_set_pointer(handle, CURLOPT_WRITEDATA, own)
        kelp_set_pointer(handle, CURLOPT_HEADERDATA, own)
        kelp_set_receiver(handle, CURLOPT_WRITEFUNCTION, receiveBody)
        kelp_set_receiver(handle, CURLOPT_HEADERFUNCTION, receiveHeader)
        if shape.method == .head { long(CURLOPT_NOBODY, 1) } else { text(CURLOPT_CUSTOMREQUEST, shape.method.rawValue) }
        if let contentType = shape.contentType {
            header("Content-Type: \(contentType.rawValue)")
            // The node would be asked for leave first, which costs a round trip or a second.
            header("Expect:")
        }
        header("Accept: application/json")
    }

    /// What differs from one request to the next of the same shape.
    private func setRequest() {
        text(CURLOPT_URL, node.url + request.path)
        long(CURLOPT_TIMEOUT_MS, request.timeout.curlMilliseconds)
        if shape.contentType != nil {
            if body.count < request.body.count { resizeBody(request.body.count) }
            body.copyBytes(from: request.body)
            kelp_set_pointer(handle, CURLOPT_POSTFIELDS, body.baseAddress)
            kelp_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
        }
    }

    private func resizeBody(_ count: Int) {
        body.deallocate()
        body = .allocate(byteCount: count, alignment: 16)
    }

    private func setTrust(_ tls: ElasticsearchSettings.TLS) throws(TransportFailure) {
        guard node.isEncrypted else { return }
        if let file = tls.authorityFile { text(CURLOPT_CAINFO, file) }
        if let file = tls.certificateFile { text(CURLOPT_SSLCERT, file) }
        if let file = tls.keyFile { text(CURLOPT_SSLKEY, file) }
        if let password = tls.keyPassword { text(CURLOPT_KEYPASSWD, password.revealed) }
        if let key = tls.pinnedKey, text(CURLOPT_PINNEDPUBLICKEY, key) != CURLE_OK {
            throw TransportFailure(.misconfigured, "this libcurl cannot pin a key: leave the pinned key out, and name a CA file")
        }
        if tls.isVerificationSkipped {
            long(CURLOPT_SSL_VERIFYPEER, 0)
            long(CURLOPT_SSL_VERIFYHOST, 0)
        }
    }

    private func setCredentials(_ credentials: Credentials?) throws(TransportFailure) {
        switch credentials {
        case .basic(let user, let password):
            text(CURLOPT_USERNAME, user)
            text(CURLOPT_PASSWORD, password.revealed)
        case .apiKey(let key): try authorize("ApiKey", key)
        case .bearer(let token): try authorize("Bearer", token)
        case nil: break
        }
    }

    private func authorize(_ scheme: String, _ secret: Secret) throws(TransportFailure) {
        guard secret.isFitForHeader else {
            throw TransportFailure(.misconfigured, "the API key or token holds spaces, line breaks or nothing at all: mend it")
        }
        header("Authorization: \(scheme) \(secret.revealed)")
    }

    private func long(_ option: CURLoption, _ value: Int) { kelp_set_long(handle, option, value) }
    @discardableResult private func text(_ option: CURLoption, _ value: String) -> CURLcode {
        kelp_set_text(handle, option, value)
    }
    private func header(_ line: String) { headerLines = curl_slist_append(headerLines, line) }
}

extension CurlTransfer {
    fileprivate func take(body bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard response.body.count + bytes.count <= request.answerLimit else {
            excess = "\(node.shown) answered \(request.shown) with more than \(request.answerLimit) bytes: ask for less"
            return false
        }
        response.body.append(contentsOf: bytes)
        return true
    }

    fileprivate func take(header bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= CurlTransfer.headerLimit else {
            excess = "\(node.shown) answered \(request.shown) with headers without end: is it Elasticsearch?"
            return false
        }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return true }
        // The lengths tell the names apart: what is none of Kelp's business becomes no text.
        guard 11...14 ~= colon else { return true }
        let value = String(String(decoding: bytes[(colon + 1)...], as: UTF8.self)[...].trimmed)
        switch String(decoding: bytes[..<colon], as: UTF8.self).lowercased() {
        case "content-type": response.contentType = value
        // A date is possible too; nodes and proxies give seconds.
        case "retry-after": response.retryAfter = Int(value).map { .seconds(min(max($0, 0), 3600)) }
        case "content-length": response.body.reserveCapacity(min(max(Int(value) ?? 0, 0), 16 << 20))
        default: break
        }
        return true
    }
}

private func receiveBody(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ own: UnsafeMutableRawPointer?) -> Int
{
    receive(bytes, size * count, own) { $0.take(body: $1) }
}

private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ own: UnsafeMutableRawPointer?)
    -> Int
{
    receive(bytes, size * count, own) { $0.take(header: $1) }
}

/// What is returned is how many bytes were taken; libcurl ends the transfer where that is not all.
private func receive(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ own: UnsafeMutableRawPointer?,
    _ take: (CurlTransfer, UnsafeBufferPointer<UInt8>) -> Bool
) -> Int {
    guard let bytes, let own else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(own).takeUnretainedValue()
    let isTaken = bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
        take(transfer, UnsafeBufferPointer(start: $0, count: count))
    }
    return isTaken ? count : 0
}

extension Duration {
    /// As libcurl wants it: at least one, because zero would mean for ever.
    fileprivate var curlMilliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
