/// Whose turn it is: the nodes one after the other, leaving out for a while those that gave no answer.
struct NodePool: Sendable {
    /// A node, and what is known of it.
    struct Node: Sendable {
        var address: NodeAddress
        /// How often in a row it gave no answer.
        var failures = 0
        /// When it may be asked again.
        var restsUntil: ContinuousClock.Instant?
        /// What went wrong last, and since when.
        var trouble: (sentence: SafeText, since: Timestamp)?
    }

    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(30)

    private(set) var nodes: [Node]
    private var last: Int

    /// - Parameter nodes: at least one.
    init(_ nodes: [NodeAddress], startingAfter last: Int = -1) {
        self.nodes = nodes.map { Node(address: $0) }
        self.last = last
    }

    /// The node to ask now. Where all are resting, the one that has rested longest: it may be back, and asking is how to know.
    /// - Parameter tried: who should be left to others this time, as long as there are others.
    mutating func next(at now: ContinuousClock.Instant, tried: Set<Int> = []) -> Int {
        let turn = (1...nodes.count).map { (last + $0) % nodes.count }
        let awake = turn.filter { nodes[$0].restsUntil.map { $0 <= now } ?? true }
        let resting = turn.filter { !awake.contains($0) }
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
