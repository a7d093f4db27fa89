/// What was learnt of indexes, by the path that names them. It is believed for a while; from half of it on it is learnt anew by whoever
/// asks, who does not wait for that: a search that comes with each key would wait twice every ten seconds otherwise.
struct IndexMemory<Value: Sendable>: Sendable {
    /// What is believed, and whether the caller is to have it learnt anew.
    struct Belief: Sendable {
        var value: Value
        var isToBeRenewed: Bool
    }

    /// How long what was learnt of an index is believed.
    private let length: Duration
    private var known: [String: (value: Value, at: ContinuousClock.Instant)] = [:]
    /// What somebody is learning anew.
    private var renewed: Set<String> = []

    init(length: Duration) { self.length = length }

    /// What is believed now; `nil` where it must be asked for.
    mutating func belief(of path: String, at now: ContinuousClock.Instant) -> Belief? {
        guard let (value, at) = known[path], now - at < length else { return nil }
        return Belief(value: value, isToBeRenewed: now - at >= length / 2 && renewed.insert(path).inserted)
    }

    /// - Parameters:
    ///   - value: `nil` where it could not be learnt, and what was believed counts for as long as it would have.
    ///   - now: when it was asked for.
    mutating func learn(_ value: Value?, of path: String, at now: ContinuousClock.Instant) {
        renewed.remove(path)
        if let value { known[path] = (value, now) }
    }
}
