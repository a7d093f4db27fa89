/// Records that wait to be written, in order.
struct WriteQueue: Sendable {
    /// A batch takes up at most so many bytes, unless it is a single record; so does a bulk that is made of it.
    static let batchLimit = 5_000_000
    /// A queue that takes up so many bytes is full.
    static let limit = 8_000_000

    private(set) var records: [PendingRecord] = []
    private(set) var bytes = 0

    var isEmpty: Bool { records.isEmpty }

    /// Whether no more should be read.
    var isFull: Bool { bytes >= WriteQueue.limit }

    /// Whether there is enough for a whole batch.
    var hasBatch: Bool { bytes >= WriteQueue.batchLimit }

    mutating func append(_ more: [PendingRecord]) {
        records += more
        bytes += more.reduce(0) { $0 + $1.bytes }
    }

    /// Takes the next batch off the front: at least one record, however big, but none of a document that is being written, nor what
    /// comes after it. A change must not overtake the one before.
    /// - Parameter limit: how many bytes it may take up.
    mutating func takeBatch(without busy: [Set<Int>] = [], limit: Int = WriteQueue.batchLimit) -> [PendingRecord] {
        var count = 0
        var size = 0
        for record in records {
            guard count == 0 || size + record.bytes <= limit else { break }
            guard !busy.contains(where: { $0.contains(record.target) }) else { break }
            size += record.bytes
            count += 1
        }
        defer {
            records.removeFirst(count)
            bytes -= size
        }
        return Array(records[..<count])
    }

    /// Puts records back to the front, in their order.
    mutating func putBack(_ returned: [PendingRecord]) {
        records.insert(contentsOf: returned, at: 0)
        bytes += returned.reduce(0) { $0 + $1.bytes }
    }

    /// Drops the records of partitions that are no longer ours.
    mutating func keep(_ isKept: (TopicPartition) -> Bool) {
        records.removeAll { !isKept($0.record.partition) }
        bytes = records.reduce(0) { $0 + $1.bytes }
    }
}
