/// The queries of this console and of earlier ones, and which of them the bar shows while somebody goes through them.
struct QueryHistory: Hashable, Sendable {
    private struct Walk: Hashable {
        /// The place in `queries`.
        var place: Int
        /// What was in the bar before.
        var draft: String
    }

    /// The oldest first, none twice in a row.
    private(set) var queries: [String] = []
    private var walk: Walk?

    static let limit = 1_000

    init(_ queries: [String] = []) { self.queries = Self.tidy(queries) }

    /// Takes what was kept; what was added here meanwhile stays.
    mutating func take(_ kept: [String]) { queries = Self.tidy(kept + queries) }

    /// Adds a query as it was typed.
    /// - Returns: what is to be kept: nothing where it begins with a blank, as shells have it, or is the one before.
    mutating func add(_ text: String) -> String? {
        walk = nil
        guard let first = text.first, !first.isWhitespace, let last = text.lastIndex(where: { !$0.isWhitespace }) else {
            return nil
        }
        let query = String(text[...last])
        guard query != queries.last else { return nil }
        queries = Self.tidy(queries + [query])
        return query
    }

    /// Each of them once, the newest first.
    var newestFirst: [String] {
        var seen: Set<String> = []
        return queries.reversed().filter { seen.insert($0).inserted }
    }

    mutating func remove(_ query: String) { queries = Self.tidy(queries.filter { $0 != query }) }

    /// The query before, if there is one.
    mutating func older(than text: String) -> String? {
        let place = (walk?.place ?? queries.count) - 1
        // What is in the bar already is no step back.
        let next = walk == nil && queries.last == text ? place - 1 : place
        guard queries.indices.contains(next) else { return nil }
        walk = Walk(place: next, draft: walk?.draft ?? text)
        return queries[next]
    }

    /// The query after, at the end what was in the bar at first; `nil` if that is there already.
    mutating func newer() -> String? {
        guard let walk else { return nil }
        guard queries.indices.contains(walk.place + 1) else {
            self.walk = nil
            return walk.draft
        }
        self.walk?.place += 1
        return queries[walk.place + 1]
    }

    /// The text was edited: what is in the bar is a query of its own.
    mutating func endWalk() { walk = nil }

    private static func tidy(_ queries: [String]) -> [String] {
        let single = queries.enumerated().filter { $0.offset == 0 || queries[$0.offset - 1] != $0.element }
        return single.suffix(limit).map(\.element)
    }
}
