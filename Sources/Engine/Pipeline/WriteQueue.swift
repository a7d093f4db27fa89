/// Records that wait to be written, in order.
struct WriteQueue: Sendable {
    /// When a queue is full or a batch is.
    struct Limit: Hashable, Sendable {
        var records: Int
        var bytes: Int

        static let batch = Limit(records: 2000, bytes: 5_000_000)
        static let queue = Limit(records: 5000, bytes: 8_000_000)
    }

    private(set) var records: [PendingRecord] = []
    private(set) var bytes = 0

    var isEmpty: Bool { records.isEmpty }

    /// Whether it holds as much as this.
    func isFull(_ limit: Limit) -> Bool { records.count >= limit.records || bytes >= limit.bytes }

    mutating func append(_ record: PendingRecord) {
        records.append(record)
        bytes += record.bytes
    }

    /// Takes the next batch off the front: at least one record, however big.
    mutating func takeBatch() -> [PendingRecord] {
        var count = 0
        var size = 0
        while count < min(records.count, Limit.batch.records), count == 0 || size + records[count].bytes <= Limit.batch.bytes {
            size += records[count].bytes
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
