import Synchronization

/// When to ask the cluster for its nodes, and what came of it last.
struct Sniffing: Sendable {
    /// Nodes come and go by the hand of whoever runs them, not by the second.
    private static let calm = Duration.seconds(300)
    /// After an answer that was none.
    private static let pause = Duration.seconds(30)
    /// After a node that was there is gone: the cluster needs a moment to notice, too.
    private static let haste = Duration.seconds(5)

    /// Whether it is done by itself.
    let isOn: Bool
    /// Whether only encrypted nodes are believed, because one of those that the user named is.
    let mustBeEncrypted: Bool
    private(set) var leftOut: [NodeStatus] = []
    private var failure: SafeText?
    private var isRunning = false
    private var next: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant?

    init(_ settings: ElasticsearchSettings) {
        isOn = settings.isSniffing
        mustBeEncrypted = settings.nodes.contains(where: \.isEncrypted)
    }

    /// Whether the caller is to ask now.
    mutating func begin(at now: ContinuousClock.Instant) -> Bool {
        guard isOn, !isRunning, next.map({ $0 <= now }) ?? true else { return false }
        isRunning = true
        return true
    }

    /// A node gave no answer: the cluster is asked soon.
    mutating func hurry() {
        guard let last, let next else { return }
        self.next = min(next, last + Sniffing.haste)
    }

    /// The list has been read.
    mutating func end(leavingOut nodes: [NodeStatus], at now: ContinuousClock.Instant) {
        (leftOut, failure) = (nodes, nil)
        end(at: now, for: Sniffing.calm)
    }

    /// There is no list: the one before holds.
    mutating func end(because sentence: SafeText, at now: ContinuousClock.Instant) {
        failure = sentence
        end(at: now, for: Sniffing.pause)
    }

    private mutating func end(at now: ContinuousClock.Instant, for pause: Duration) {
        isRunning = false
        (last, next) = (now, now + pause)
    }

    /// What the user should know.
    var notice: SafeText? {
        if let failure { return "sniffing: \(failure); the nodes known before are asked" }
        guard let first = leftOut.first, let trouble = first.trouble else { return nil }
        let others: SafeText = leftOut.count == 1 ? "" : " and \(leftOut.count - 1) more"
        return "sniffing: the cluster names \(first.address)\(others), which cannot be asked from here: \(trouble)"
    }
}

extension ElasticsearchClient {
    /// How long a node may take to tell who it is or which others there are.
    private static let patience = Duration.seconds(3)
    /// A node fills about a kilobyte.
    private static let answerLimit = 8 << 20

    /// Asks beside what is being asked, which does not wait for it.
    func sniffIfDue() {
        guard sniffing.withLock({ $0.begin(at: clock.now) }) else { return }
        Task { [weak self] in await self?.sniffOnce() }
    }

    /// Asks now, and waits for the answer.
    func sniff() async throws(Failure) {
        switch await sniffOnce() {
        case .success: break
        case .failure(let failure): throw failure
        }
    }

    @discardableResult private func sniffOnce() async -> Result<Void, Failure> {
        do throws(Failure) {
            let (named, leftOut) = try await namedNodes()
            let places = pool.withLock { pool in
                pool.replace(by: named)
                return pool.nodes.filter { !$0.isSpare }.map(\.address.shown)
            }
            sniffing.withLock { $0.end(leavingOut: leftOut, at: clock.now) }
            Log.shared.detail("sniffing: the nodes are " + places.joined(separator: ", "))
            return .success(())
        } catch {
            if error.kind != .cancelled { Log.shared.warning("sniffing: \(error.sentence)") }
            sniffing.withLock { $0.end(because: error.sentence, at: clock.now) }
            return .failure(error)
        }
    }

    /// The nodes that the cluster names and that are what it says, and those that are not or do not answer.
    private func namedNodes() async throws(Failure) -> ([NodeAddress], leftOut: [NodeStatus]) {
        let (cluster, teller) = try await askForNodes()
        let checked = await withTaskGroup(of: (NodeAddress, SafeText?)?.self) { group in
            var leftOut: [(NodeAddress, SafeText?)] = []
            for node in cluster.nodes where !node.isDedicatedMaster {
                guard let published = node.published, let address = NodeAddress(published: published, by: teller) else {
                    continue
                }
                group.addTask { (address, await self.doubt(that: address, is: node.id)) }
            }
            for await result in group { if let result { leftOut.append(result) } }
            return leftOut
        }
        var named: [NodeAddress] = []
        var leftOut: [NodeStatus] = []
        for (address, trouble) in checked.sorted(by: { $0.0.url < $1.0.url }) {
            if let trouble { leftOut.append(NodeStatus(address: address.shown, trouble: trouble)) } else { named.append(address) }
        }
        if let trouble = leftOut.first?.trouble, named.isEmpty {
            throw Failure(
                .unavailable, "none of the \(leftOut.count) nodes that the cluster names can be asked from here (\(trouble))")
        }
        guard !named.isEmpty else { throw Failure(.unavailable, "\(teller.shown) names no node that could be asked") }
        return (named, leftOut)
    }

    /// The list, and who gave it.
    private func askForNodes() async throws(Failure) -> (ClusterNodes, NodeAddress) {
        var request = NodeRequest(.get, "/_nodes/http?timeout=2s&filter_path=nodes.*.roles,nodes.*.http.publish_address")
        (request.timeout, request.answerLimit) = (Self.patience, Self.answerLimit)
        var tried: Set<NodeAddress> = []
        var trouble: Failure?
        let mustBeEncrypted = sniffing.withLock(\.mustBeEncrypted)
        while case let node = pool.withLock({ $0.next(at: clock.now, tried: tried) }), tried.insert(node).inserted {
            // Who is asked unencrypted could be anybody, and would tell where to send the secrets.
            guard node.isEncrypted || !mustBeEncrypted else { continue }
            switch await ask(request, node) {
            case .success(let response) where response.isSuccess:
                do throws(JSONError) { return (try ClusterNodes(response.body), node) } catch {
                    trouble = APIError.unreadable(response, to: request, error.sentence)
                }
            case .success(let response): trouble = APIError(response, to: request).failure
            case .failure(let failure): trouble = failure.failure
            }
            if Task.isCancelled { break }
        }
        throw trouble ?? Failure(.unavailable, "no node tells which others there are")
    }

    /// Why a node should not be asked; `nil` where it is the one that the cluster calls so. What an address leads to from here can be a
    /// stranger's, or another cluster, which would get what is written.
    private func doubt(that address: NodeAddress, is id: NodeID) async -> SafeText? {
        var request = NodeRequest(.get, "/_nodes/_local/http?filter_path=nodes.*.roles")
        (request.timeout, request.answerLimit) = (Self.patience, Self.answerLimit)
        do throws(TransportFailure) {
            let response = try await transport.send(request, to: address)
            guard response.isSuccess else { return APIError(response, to: request).failure.sentence }
            let answer = try? ClusterNodes(response.body)
            return answer?.nodes.map(\.id) == [id]
                ? nil : "\(address.shown) is another node than the cluster says: leave sniff out"
        } catch {
            // One that was there and is silent now may be back soon: turns are the pool's affair.
            return pool.withLock { $0.contains(address) } ? nil : error.sentence
        }
    }
}
