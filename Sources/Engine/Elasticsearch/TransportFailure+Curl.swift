import CCurl

extension TransportFailure {
    /// What libcurl's code means to a person.
    /// - Parameters:
    ///   - detail: libcurl's own words.
    ///   - isSent: whether a part of the request has left.
    init(_ code: CURLcode, detail: SafeText, isSent: Bool, asking request: NodeRequest, of node: NodeAddress) {
        let shown = node.shown
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self.init(.unreachable, "\(shown) is not known here (\(detail)): mend the address or the name service")
        case CURLE_COULDNT_CONNECT:
            self.init(.unreachable, "\(shown) cannot be reached (\(detail)): start it, or mend the address")
        case CURLE_OPERATION_TIMEDOUT where !isSent:
            self.init(.unreachable, "\(shown) took too long to connect (\(detail)): is it the right address?")
        case CURLE_OPERATION_TIMEDOUT:
            self.init(.timedOut, "\(shown) did not answer \(request.shown) in time (\(detail)): it is overloaded, or hangs")
        case _ where TransportFailure.isAboutTrust(code):
            self.init(.untrusted, TransportFailure.trustSentence(code, detail: detail, node: shown))
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_CRL_BADFILE:
            self.init(
                .misconfigured, "a certificate or key file for \(shown) cannot be used (\(detail)): mend its path or content")
        case CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_NOT_BUILT_IN:
            self.init(.misconfigured, "\(shown) cannot be asked (\(detail)): mend the address")
        // What begins like no HTTP is the ancient version 0.9 to libcurl, which it does not support.
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            self.init(.unusable, "\(shown) answered \(request.shown) with what is no HTTP (\(detail)): is it Elasticsearch?")
        default:
            self.init(
                isSent ? .brokenOff : .unreachable, "\(shown) broke off during \(request.shown) (\(detail)): is it still up?")
        }
    }

    private static func isAboutTrust(_ code: CURLcode) -> Bool {
        [CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ISSUER_ERROR]
            .contains(code)
    }

    private static func trustSentence(_ code: CURLcode, detail: SafeText, node: SafeText) -> SafeText {
        switch code {
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            "\(node) does not have the pinned key (\(detail)): it is another server, or its key was renewed; then mend the pinned key"
        case CURLE_PEER_FAILED_VERIFICATION:
            "the certificate of \(node) is not trusted (\(detail)): name the authority that signed it as CA file"
        default:
            "\(node) and Kelp cannot agree on TLS (\(detail)): is it https there, and does it want a client certificate?"
        }
    }
}
