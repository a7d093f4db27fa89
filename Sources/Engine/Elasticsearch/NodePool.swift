/// Whose turn it is: the nodes one after the other, leaving out those that gave no answer until they give one to a probe.
struct NodePool: Sendable {
    /// A node, and what is known of it.
    struct Node: Sendable {
        var address: NodeAddress
        /// Whether the cluster, asked for its nodes, does not name this one, by which Kelp came to it: it is for when none of those answers.
        var isSpare = false
        /// How often in a row it gave no answer.
        var failures = 0
        /// When it may be probed.
        var restsUntil: ContinuousClock.Instant?
        /// What went wrong last, and since when.
        var trouble: (sentence: SafeText, since: Timestamp)?
    }

    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(5)

    private(set) var nodes: [Node]
    /// Those that the user named.
    private let given: [NodeAddress]
    private var last: Int
    /// Whether somebody probes the dead ones.
    private var isWatched = false

    /// - Parameter nodes: at least one.
    init(_ nodes: [NodeAddress], startingAfter last: Int = -1) {
        given = nodes
        self.nodes = nodes.map { Node(address: $0) }
        self.last = last
    }

    /// The node to ask now. Where all are resting, the one that has rested longest: it may be back, and asking is how to know.
    /// - Parameter tried: who should be left to others this time, as long as there are others.
    mutating func next(at now: ContinuousClock.Instant, tried: Set<NodeAddress> = []) -> NodeAddress {
        let turn = (1...nodes.count).map { (last + $0) % nodes.count }
        let awake = turn.filter { nodes[$0].failures == 0 && !nodes[$0].isSpare }
        let spare = turn.filter { nodes[$0].failures == 0 && nodes[$0].isSpare }
        let resting = turn.filter { nodes[$0].failures > 0 }
            .sorted { (nodes[$0].restsUntil ?? now) < (nodes[$1].restsUntil ?? now) }
        let order = awake + spare + resting
        last = order.first { !tried.contains(nodes[$0].address) } ?? order[0]
        return nodes[last].address
    }

    /// A node that answers, as far as is known, and was not tried yet.
    mutating func spare(at now: ContinuousClock.Instant, tried: Set<NodeAddress>) -> NodeAddress? {
        let address = next(at: now, tried: tried)
        return tried.contains(address) || nodes[last].failures > 0 ? nil : address
    }

    /// It answered.
    mutating func markAlive(_ address: NodeAddress) {
        change(address) { node in
            guard node.failures > 0 else { return }
            node.failures = 0
            node.restsUntil = nil
            node.trouble = nil
        }
    }

    /// It gave no answer: it rests for a second, and twice as long each time after that.
    mutating func markDead(
        _ address: NodeAddress, at now: ContinuousClock.Instant, because sentence: SafeText, since moment: Timestamp
    ) {
        change(address) { node in
            node.restsUntil = now + min(NodePool.longestPause, NodePool.firstPause * (1 << min(node.failures, 10)))
            node.failures += 1
            node.trouble = (sentence, node.trouble?.since ?? moment)
        }
    }

    /// It was slower than another: it is out of turn, but nothing is said of it unless it gives no answer to the probe either.
    mutating func pass(over address: NodeAddress, at now: ContinuousClock.Instant) {
        change(address) { node in
            guard node.failures == 0 else { return }
            node.failures = 1
            node.restsUntil = now + NodePool.firstPause
        }
    }

    /// A node that is not there any more is nobody's concern.
    private mutating func change(_ address: NodeAddress, _ change: (inout Node) -> Void) {
        if let index = nodes.firstIndex(where: { $0.address == address }) { change(&nodes[index]) }
    }
}

extension NodePool {
    /// Whether it is one of them.
    func contains(_ address: NodeAddress) -> Bool { nodes.contains { $0.address.isSamePlace(as: address) } }

    /// Takes the cluster's nodes in place of those there were; what is known of a node stays known.
    /// - Parameter named: at least one.
    mutating func replace(by named: [NodeAddress]) {
        let strangers = given.filter { place in !named.contains { $0.isSamePlace(as: place) } }
        let known = nodes
        nodes = (named + strangers).enumerated().map { number, address in
            var node = known.first { $0.address.isSamePlace(as: address) } ?? Node(address: address)
            node.isSpare = number >= named.count
            return node
        }
        last = -1
    }
}

extension NodePool {
    /// Whether the caller is to begin with probing. One node alone needs no probe: it is asked in any case.
    mutating func beginWatch() -> Bool {
        guard !isWatched, nodes.count > 1, nodes.contains(where: { $0.failures > 0 }) else { return false }
        isWatched = true
        return true
    }

    /// The dead node to probe next, and when; `nil`, and the end of the watch, where none is dead.
    mutating func nextProbe(at now: ContinuousClock.Instant) -> (address: NodeAddress, at: ContinuousClock.Instant)? {
        let dead = nodes.filter { $0.failures > 0 }
        guard let node = dead.min(by: { ($0.restsUntil ?? now) < ($1.restsUntil ?? now) }) else {
            isWatched = false
            return nil
        }
        return (node.address, node.restsUntil ?? now)
    }

    /// Which of several nodes are away; `nil` where all answer, or there is but one.
    var notice: SafeText? {
        let nodes = nodes.filter { !$0.isSpare }
        let away = nodes.filter { $0.trouble != nil }
        guard self.nodes.count > 1, let first = away.first else { return nil }
        let names = away.dropFirst().reduce(first.address.shown) { $0 + ", \($1.address.shown)" }
        let verb: SafeText = away.count == 1 ? "does" : "do"
        return "\(away.count) of \(nodes.count) nodes of the index \(verb) not answer: \(names); asked again every 5 s"
    }
}

/// A node as the console shows it.
public struct NodeStatus: Hashable, Sendable {
    /// Its address, without user and password.
    public var address: SafeText
    /// What is wrong with it; `nil` while it answers.
    public var trouble: SafeText?
    /// Since when.
    public var since: Timestamp?
}
