/// Which records of each partition have their final outcome, and so from where a reader that starts again must begin.
struct OffsetTracker: Hashable, Sendable {
    fileprivate struct Line: Hashable {
        /// In the order they were received; offsets may have gaps.
        var offsets: [Offset] = []
        var isDone: [Bool] = []
        /// How many at the front are done and no longer looked at.
        var finished = 0
        /// Everything before it is done; `nil` before anything is.
        var next: Offset?
    }

    private var lines: [TopicPartition: Line] = [:]

    /// Begins to follow records. A record that is received again, as after a seek back, starts its partition anew.
    mutating func receive(_ records: some Sequence<PendingRecord>) {
        change(records, orElse: Line()) { $0.receive($1) }
    }

    /// Those records have their final outcome. One that is not followed, or no longer, changes nothing.
    mutating func finish(_ records: some Sequence<PendingRecord>) {
        change(records, orElse: nil) { $0.finish($1) }
    }

    /// Mostly many records in a row are of one partition, which is looked up once for all of them.
    /// - Parameter new: the line of a partition that has none; without one its records are passed over.
    private mutating func change(
        _ records: some Sequence<PendingRecord>, orElse new: Line?, _ change: (inout Line, Offset) -> Void
    ) {
        var last: TopicPartition?
        var line = Line()
        var isFollowed = false
        func keep() {
            if let last, isFollowed { lines[last] = line }
        }
        for record in records {
            if record.record.partition != last {
                keep()
                last = record.record.partition
                // Taken out, so that it is changed in place.
                let own = lines.removeValue(forKey: record.record.partition) ?? new
                (line, isFollowed) = (own ?? Line(), own != nil)
            }
            if isFollowed { change(&line, record.record.offset) }
        }
        keep()
    }

    /// Where to go on, for each partition of which something is done.
    var committable: [TopicPartition: Offset] { lines.compactMapValues(\.next) }

    /// Whether everything that was received of the partition before `offset` is done.
    func isFinished(_ partition: TopicPartition, before offset: Offset) -> Bool {
        guard let line = lines[partition], line.finished < line.offsets.count else { return true }
        return line.offsets[line.finished] >= offset
    }

    /// Stops following a partition.
    mutating func forget(_ partition: TopicPartition) { lines[partition] = nil }
}

extension OffsetTracker.Line {
    fileprivate mutating func receive(_ offset: Offset) {
        if let last = offsets.last, offset <= last { self = .init() }
        offsets.append(offset)
        isDone.append(false)
    }

    fileprivate mutating func finish(_ offset: Offset) {
        guard let place = place(of: offset) else { return }
        isDone[place] = true
        advance()
    }

    private func place(of offset: Offset) -> Int? {
        // Mostly they are done in order.
        if finished < offsets.count, offsets[finished] == offset { return finished }
        var range = finished..<offsets.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if offsets[middle] == offset { return middle }
            range = offsets[middle] < offset ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    private mutating func advance() {
        while finished < offsets.count, isDone[finished] {
            next = offsets[finished].next
            finished += 1
        }
        // The front is cut off now and then, not each time: that would be quadratic.
        if finished > 1024 && finished * 2 > offsets.count {
            offsets.removeFirst(finished)
            isDone.removeFirst(finished)
            finished = 0
        }
    }
}
