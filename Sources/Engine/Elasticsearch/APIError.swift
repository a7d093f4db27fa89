/// An answer that says no.
struct APIError: Error, Hashable, Sendable {
    var status: Int
    var reason: ErrorReason
    /// What was asked of which node.
    var asked: SafeText

    /// Understands the answer, even where it is a proxy's page or empty.
    init(_ response: NodeResponse, to request: NodeRequest) {
        status = response.status
        asked = "\(request.shown) at \(response.node)"
        reason = APIError.reason(response.body) ?? ErrorReason(type: "", reason: "")
        if reason.sentence.string.isEmpty {
            let kind = response.contentType.prefix { $0 != ";" }
            reason.reason = response.body.isEmpty || kind.isEmpty ? "without a reason" : "with \(kind) instead of a reason"
        }
    }

    /// What Elasticsearch and OpenSearch call it.
    private static let leaderless = ["master_not_discovered_exception", "cluster_manager_not_discovered_exception"]

    private static func reason(_ body: [UInt8]) -> ErrorReason? {
        var cursor = JSONCursor(body)
        do throws(JSONError) {
            guard try cursor.enterObject() else { return nil }
            while let key = try cursor.nextKey() {
                if key == "error" || key == "message" { return try ErrorReason.read(&cursor) }
                try cursor.skip()
            }
        } catch {}
        return nil
    }

    /// Whether the index is not there, or cannot be for its name.
    var isIndexMissing: Bool {
        status == 404 && reason.type == "index_not_found_exception"
            || status == 400 && reason.type == "invalid_index_name_exception"
    }

    /// The same as the one kind of error that the rest of Kelp knows.
    var failure: Failure {
        let detail: SafeText = "HTTP \(status), \(reason.sentence)"
        switch status {
        case 401:
            return Failure(
                .notAllowed,
                "\(asked) wants to know who asks (\(detail)): give user and password, an API key or a token, and the right ones")
        case 403:
            return Failure(.notAllowed, "\(asked) is not allowed (\(detail)): ask who runs it for the privilege")
        case 404: return Failure(.usage, "\(asked) found nothing there (\(detail)): mend the name or the address")
        case 408, 429: return Failure(.tryAgain, "\(asked) is too busy (\(detail)): try again later")
        case 413: return Failure(.badData, "\(asked) was too large (\(detail)): ask for less, or raise http.max_content_length")
        case 400..<500 where !reason.type.isEmpty:
            return Failure(.badData, "\(asked) was refused (\(detail)): mend what was asked")
        case 503 where Self.leaderless.contains(reason.type):
            return Failure(.unavailable, "\(asked) failed, the cluster has no leader (\(detail)): start more of its nodes")
        case 500...: return Failure(.unavailable, "\(asked) failed (\(detail)): try again, and look into its log")
        default: return Failure(.unavailable, "\(asked) did not answer as Elasticsearch does (\(detail)): mend the address")
        }
    }

    /// An answer that says yes but cannot be understood.
    static func unreadable(_ response: NodeResponse, to request: NodeRequest, _ problem: SafeText) -> Failure {
        let kind: SafeText = response.contentType.isEmpty ? "" : ", \(response.contentType.prefix(40))"
        return Failure(
            .unavailable,
            "\(response.node) answered \(request.shown) with what cannot be understood (\(problem)\(kind)): is a proxy in between?"
        )
    }
}
