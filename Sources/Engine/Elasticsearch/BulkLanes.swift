/// How many bulks are under way at once, and which operations go with which: those of one document always in one lane, in order.
struct BulkLanes: Hashable, Sendable {
    /// A bulk is at most so large, in bytes: more makes nothing faster, and proxies refuse it.
    static let bulkLimit = 5_000_000
    /// Less than this is not worth a lane of its own.
    private static let leastBytes = 250_000
    private static let most = 3
    /// After so many bulks without trouble there may be a lane more.
    private static let trust = 20

    private(set) var limit = BulkLanes.most
    private var untroubled = 0
    /// How many lanes are being written.
    private var busy = 0

    /// Splits a batch as far as there are lanes free; a batch has always one.
    mutating func begin(_ operations: [WriteOperation]) -> [[Int]] {
        let lanes = split(operations)
        busy += lanes.count
        return lanes
    }

    /// So many lanes have been written.
    mutating func end(_ count: Int) { busy -= count }

    /// The numbers of the operations, lane by lane.
    func split(_ operations: [WriteOperation]) -> [[Int]] {
        let bytes = operations.reduce(0) { $0 + $1.bulkBytes }
        let count = max(1, min(limit - busy, bytes / BulkLanes.leastBytes))
        guard count > 1 else { return [Array(operations.indices)] }
        var lanes = [[Int]](repeating: [], count: count)
        for (number, operation) in operations.enumerated() {
            lanes[Int(UInt(bitPattern: operation.key.hashValue) % UInt(count))].append(number)
        }
        return lanes.filter { !$0.isEmpty }
    }

    /// Takes in whether the index could cope with a bulk.
    mutating func note(isOverloaded: Bool) {
        if isOverloaded {
            (limit, untroubled) = (max(1, limit - 1), 0)
        } else {
            untroubled += 1
            if untroubled >= BulkLanes.trust { (limit, untroubled) = (min(BulkLanes.most, limit + 1), 0) }
        }
    }

    /// The first bulk of a lane: as many operations as fit, and none that changes a document for the second time, because a
    /// change that must be tried again must not be overtaken by the next one.
    /// - Parameter isDistinct: whether it is known that there is no such operation.
    static func nextBulk(of lane: ArraySlice<Int>, _ operations: [WriteOperation], isDistinct: Bool) -> ArraySlice<Int> {
        var bytes = 0
        // Of two documents with one hash, which hardly ever are, the second goes with the next bulk.
        var keys: Set<Int> = []
        if !isDistinct { keys.reserveCapacity(lane.count) }
        var end = lane.startIndex
        while end < lane.endIndex {
            let operation = operations[lane[end]]
            bytes += operation.bulkBytes
            guard end == lane.startIndex || bytes <= bulkLimit,
                isDistinct || keys.insert(operation.key.hashValue).inserted
            else { break }
            end += 1
        }
        return lane[lane.startIndex..<end]
    }
}
