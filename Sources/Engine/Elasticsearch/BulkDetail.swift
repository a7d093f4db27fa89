/// Whether a bulk is asked for what became of each operation even where nobody looks out for that: after one that was not done as a
/// whole, because to learn of it afterwards takes sending it twice.
struct BulkDetail: Hashable, Sendable {
    /// After so many bulks without errors the verdict is enough again.
    static let trust = 20

    private var left = 0

    var isWanted: Bool { left > 0 }

    mutating func note(hasErrors: Bool) { left = hasErrors ? BulkDetail.trust : max(0, left - 1) }
}
