/// Whose turn it is: the nodes one after the other, leaving out those that gave no answer until they give one to a probe.
struct NodePool: Sendable {
    /// A node, and what is known of it.
    struct Node: Sendable {
        var address: NodeAddress
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
    private var last: Int
    /// Whether somebody probes the dead ones.
    private var isWatched = false

    /// - Parameter nodes: at least one.
    init(_ nodes: [NodeAddress], startingAfter last: Int = -1) {
        self.nodes = nodes.map { Node(address: $0) }
        self.last = last
    }

    /// The node to ask now. Where all are resting, the one that has rested longest: it may be back, and asking is how to know.
    /// - Parameter tried: who should be left to others this time, as long as there are others.
    mutating func next(at now: ContinuousClock.Instant, tried: Set<Int> = []) -> Int {
        let turn = (1...nodes.count).map { (last + $0) % nodes.count }
        let awake = turn.filter { nodes[$0].failures == 0 }
        let resting = turn.filter { nodes[$0].failures > 0 }
            .sorted { (nodes[$0].restsUntil ?? now) < (nodes[$1].restsUntil ?? now) }
        let order = awake + resting
        let chosen = order.first { !tried.contains($0) } ?? order[0]
        last = chosen
        return chosen
    }

    /// It answered.
    mutating func markAlive(_ index: Int) {
        guard nodes[index].failures > 0 else { return }
        nodes[index].failures = 0
        nodes[index].restsUntil = nil
        nodes[index].trouble = nil
    }

    /// It gave no answer: it rests for a second, and twice as long each time after that.
    mutating func markDead(_ index: Int, at now: ContinuousClock.Instant, because sentence: SafeText, since moment: Timestamp) {
        let pause = min(NodePool.longestPause, NodePool.firstPause * (1 << min(nodes[index].failures, 10)))
        nodes[index].failures += 1
        nodes[index].restsUntil = now + pause
        nodes[index].trouble = (sentence, nodes[index].trouble?.since ?? moment)
    }

    /// It was slower than another: it is out of turn, but nothing is said of it unless it gives no answer to the probe either.
    mutating func pass(over index: Int, at now: ContinuousClock.Instant) {
        guard nodes[index].failures == 0 else { return }
        nodes[index].failures = 1
        nodes[index].restsUntil = now + NodePool.firstPause
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
    mutating func nextProbe(at now: ContinuousClock.Instant) -> (index: Int, at: ContinuousClock.Instant)? {
        let dead = nodes.indices.filter { nodes[$0].failures > 0 }
        guard let index = dead.min(by: { (nodes[$0].restsUntil ?? now) < (nodes[$1].restsUntil ?? now) }) else {
            isWatched = false
            return nil
        }
        return (index, nodes[index].restsUntil ?? now)
    }

    /// Which of several nodes are away; `nil` where all answer, or there is but one.
    var notice: SafeText? {
        let away = nodes.filter { $0.trouble != nil }
        guard nodes.count > 1, let first = away.first else { return nil }
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
