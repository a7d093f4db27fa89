/// What a cluster calls one of its nodes.
struct NodeID: TextIdentifier {
    let rawValue: String
}

/// The nodes that a cluster says it has: the answer to `GET /_nodes/http`, on which all products agree.
struct ClusterNodes: Hashable, Sendable {
    struct Node: Hashable, Sendable {
        var id: NodeID
        /// Where it says that it listens for HTTP, as in `10.0.0.7:9200`; `nil` where it does not.
        var published: String?
        /// Whether it does nothing but to lead the cluster, in which questions would disturb it.
        var isDedicatedMaster = false
    }

    var nodes: [Node] = []
    /// How many did not answer for themselves.
    var silent = 0

    /// More than this nobody needs to share the work, and no client should keep connections to.
    private static let most = 256
    /// What a node that leads may have to do besides, without anything for a client.
    private static let masterRoles: Set<String> = ["master", "cluster_manager", "voting_only", "remote_cluster_client"]

    init() {}

    init(_ bytes: [UInt8]) throws(JSONError) {
        var cursor = JSONCursor(bytes)
        guard try cursor.enterObject() else { throw JSONError("it is no object", at: 0, in: bytes) }
        while let key = try cursor.nextKey() {
            switch key {
            case "_nodes": try readSummary(&cursor)
            case "nodes":
                guard try cursor.enterObject() else { continue }
                while let id = try cursor.nextKey() {
                    let node = try ClusterNodes.node(NodeID(id), &cursor)
                    if ClusterNodes.isID(id), nodes.count < ClusterNodes.most { nodes.append(node) }
                }
            default: try cursor.skip()
            }
        }
        try cursor.end()
    }

    private mutating func readSummary(_ cursor: inout JSONCursor) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            if key == "failed" { silent = try cursor.count() ?? 0 } else { try cursor.skip() }
        }
    }

    private static func node(_ id: NodeID, _ cursor: inout JSONCursor) throws(JSONError) -> Node {
        var node = Node(id: id)
        guard try cursor.enterObject() else { return node }
        while let key = try cursor.nextKey() {
            switch key {
            case "roles": node.isDedicatedMaster = try isDedicatedMaster(&cursor)
            case "http":
                guard try cursor.enterObject() else { continue }
                while let key = try cursor.nextKey() {
                    if key == "publish_address" { node.published = try cursor.string() } else { try cursor.skip() }
                }
            default: try cursor.skip()
            }
        }
        return node
    }

    /// A node without any role only passes questions on, which is what a client wants of it.
    private static func isDedicatedMaster(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
        guard try cursor.enterArray() else { return false }
        var roles: Set<String> = []
        while try cursor.hasElement() { if let role = try cursor.string() { roles.insert(role) } }
        return (roles.contains("master") || roles.contains("cluster_manager")) && roles.isSubset(of: masterRoles)
    }

    /// It will stand in the path of a request.
    private static func isID(_ text: String) -> Bool {
        1...64 ~= text.utf8.count
            && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || isLetter($0) || "-_".utf8.contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
}

extension NodeAddress {
    /// The address that a node publishes: `HOST/IP:PORT`, `IP:PORT`, `[IPV6]:PORT`. It is asked as the node that named it is: by the same
    /// scheme, so that no secret leaves unencrypted that did not before, and as the same user.
    ///
    /// `nil` for what is no such address, and for one that leads nowhere from here: everybody's `0.0.0.0`, or the own machine of a node that
    /// is not on this one.
    init?(published text: String, by node: NodeAddress) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let place = parts.last, let colon = place.lastIndex(of: ":"), Int(place[colon...].dropFirst()) != nil else {
            return nil
        }
        // The name is what a certificate is made out for.
        let host = parts.count > 1 && !parts[0].isEmpty ? parts[0] : place[..<colon]
        guard NodeAddress.isHost(host) else { return nil }
        let scheme = node.isEncrypted ? "https" : "http"
        guard let plain = try? NodeAddress("\(scheme)://\(host)\(place[colon...])") else { return nil }
        guard !["0.0.0.0", "[::]"].contains(plain.host), !plain.isLoopback || node.isLoopback else { return nil }
        self = plain.asked(as: node.credentials)
    }

    /// A name, an IPv4 address, or an IPv6 address in brackets; nothing that means something else in a URL.
    private static func isHost(_ text: Substring) -> Bool {
        let isAddress = text.hasPrefix("[") && text.hasSuffix("]")
        let inner = isAddress ? text.dropFirst().dropLast() : text
        return !inner.isEmpty
            && inner.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "0"..."9", "a"..."z", "A"..."Z", ".": true
                case ":": isAddress
                case "-", "_": !isAddress
                default: false
                }
            }
    }
}
