import Synchronization

/// Which nodes of the cluster live, as one of them sees it, where others are silent to it.
struct LivingNodes: Sendable {
    /// What was seen, and when.
    struct Sight: Sendable {
        var nodes: [NodeID]
        var by: NodeAddress
        var silent: Int
        var at: ContinuousClock.Instant
    }

    /// How long what was seen is believed; from half of it on it is looked for again by whoever asks anything.
    private static let memory = Duration.seconds(10)

    private var sight: Sight?
    private var isLooking = false
    private var waiting: [AsyncStream<Void>.Continuation] = []

    /// What is believed now; `nil` where nobody is known to hang.
    func current(at now: ContinuousClock.Instant) -> Sight? {
        sight.flatMap { now - $0.at < LivingNodes.memory ? $0 : nil }
    }

    func isOld(at now: ContinuousClock.Instant) -> Bool { sight.map { now - $0.at >= LivingNodes.memory / 2 } ?? false }

    /// Whether the caller is to look; somebody else may be at it.
    /// - Parameter waiter: ends with the look, whoever does it.
    mutating func begin(_ waiter: AsyncStream<Void>.Continuation? = nil) -> Bool {
        if let waiter { waiting.append(waiter) }
        defer { isLooking = true }
        return !isLooking
    }

    /// - Parameter seen: `nil` where nobody hangs, or nobody tells.
    mutating func end(_ seen: Sight?) {
        (sight, isLooking) = (seen, false)
        for waiter in waiting { waiter.finish() }
        waiting = []
    }

    /// What the user should know.
    func notice(at now: ContinuousClock.Instant) -> SafeText? {
        guard let silent = current(at: now)?.silent else { return nil }
        let nodes: SafeText = silent == 1 ? "a node of the cluster does" : "\(silent) nodes of the cluster do"
        return "\(nodes) not answer the others: searches are asked of the other copies"
    }
}

extension NodeRequest {
    /// Whether the node that is asked hands it on to nodes that hold copies of the data, and may be told which ones; a point in time
    /// has chosen them already.
    var isForCopies: Bool {
        let place = path.prefix { $0 != "?" }
        let isSearch = method == .post && place.hasSuffix("/_search") && place != "/_search"
        return isSearch || (method == .get && place.contains("/_doc/"))
    }

    /// The longest line that a server reads is 4 kB as long as nobody set another.
    private static let mostPreferred = 64

    /// The same, to be answered by copies on these nodes where they have any (`preference=_prefer_nodes`).
    func preferring(_ nodes: [NodeID]) -> NodeRequest {
        var request = self
        let names = nodes.prefix(Self.mostPreferred).map(\.rawValue).joined(separator: ",")
        request.path += (path.contains("?") ? "&" : "?") + "preference=_prefer_nodes:" + names
        return request
    }
}

extension ElasticsearchClient {
    /// While some nodes are known to hang, nothing is asked of their copies.
    func preferringLiving(_ request: NodeRequest) -> NodeRequest {
        guard request.isForCopies, let sight = living.withLock({ $0.current(at: clock.now) }) else { return request }
        if living.withLock({ $0.isOld(at: clock.now) && $0.begin() }) { look(by: [sight.by]) }
        return request.preferring(sight.nodes)
    }

    /// Has some nodes look which others live.
    /// - Returns: a stream that ends with the look. The look goes on where nobody waits for it any more: the next search needs it, too.
    func looking(by nodes: [NodeAddress]) -> AsyncStream<Void> {
        let (ends, end) = AsyncStream<Void>.makeStream()
        if living.withLock({ $0.begin(end) }) { look(by: nodes) }
        return ends
    }

    private func look(by nodes: [NodeAddress]) {
        Task { [weak self] in
            guard let self else { return }
            let seen = await withTaskGroup(of: LivingNodes.Sight?.self) { group in
                for node in nodes { group.addTask { await self.sight(of: node) } }
                defer { group.cancelAll() }
                return await group.first { $0 != nil } ?? nil
            }
            living.withLock { $0.end(seen.flatMap { $0.silent > 0 ? $0 : nil }) }
        }
    }

    /// Asks a node, which waits a second for the others. That it is too slow for this says nothing of what else it does.
    private func sight(of node: NodeAddress) async -> LivingNodes.Sight? {
        var request = NodeRequest(.get, "/_nodes/http?timeout=1s&filter_path=_nodes.failed,nodes.*.roles")
        request.timeout = .seconds(3)
        guard let response = try? await transport.send(request, to: node), response.isSuccess,
            let cluster = try? ClusterNodes(response.body), !cluster.nodes.isEmpty
        else { return nil }
        return LivingNodes.Sight(nodes: cluster.nodes.map(\.id), by: node, silent: cluster.silent, at: clock.now)
    }
}
