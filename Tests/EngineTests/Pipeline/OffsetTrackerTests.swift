import Testing

@testable import Engine

@Suite("Offset tracker") struct OffsetTrackerTests {
    private static func record(_ offset: Int64, _ number: Int32 = 0) -> [PendingRecord] {
        let record = Record(partition: partition(number), offset: Offset(offset), value: nil)
        return [
            PendingRecord(
                record: record, effect: .operation(.delete("x", playlist)), readAt: .now, producedAt: Timestamp(milliseconds: 0))
        ]
    }

    @Test(
        "moves on only over what is done without a gap",
        arguments: [
            ([], nil), ([1], nil), ([0], 1), ([0, 2], 1), ([2, 1, 0], 3), ([0, 1, 2, 7], 8), ([0, 0, 5], 1), ([7, 2, 1, 0], 8),
        ] as [([Int64], Int64?)])
    func contiguous(done: [Int64], next: Int64?) {
        var tracker = OffsetTracker()
        // 3 to 6 never come: a compacted topic has gaps.
        for offset in [0, 1, 2, 7] as [Int64] { tracker.receive(Self.record(offset)) }
        for offset in done { tracker.finish(Self.record(offset)) }
        #expect(tracker.committable[partition()]?.rawValue == next)
        #expect(tracker.isFinished(partition(), before: 3) == ((next ?? 0) >= 3))
        #expect(tracker.isFinished(partition(), before: 8) == (next == 8))
    }

    @Test("forgets a partition, and begins it anew when it goes back")
    func again() {
        var tracker = OffsetTracker()
        let five = Self.record(5)
        tracker.receive(five)
        tracker.finish(Self.record(5, 1))
        tracker.forget(partition())
        tracker.finish(five)
        #expect(tracker.committable.isEmpty)
        tracker.receive(five)
        tracker.receive(Self.record(2))
        tracker.finish(five)
        #expect(tracker.committable.isEmpty)
        tracker.finish(Self.record(2))
        #expect(tracker.committable == [partition(): 3])
    }

    @Test("follows partitions that come in turns")
    func mixed() {
        var tracker = OffsetTracker()
        let records = (0..<6).flatMap { Self.record($0, Int32($0 % 2)) }
        tracker.receive(records)
        tracker.finish(records[..<5] + Self.record(9, 2))
        #expect(tracker.committable == [partition(0): 5, partition(1): 4])
    }

    @Test("agrees with a plain model in any order", arguments: 1...5)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var tracker = OffsetTracker()
        var offsets: [Int64] = []
        var done: Set<Int64> = []
        for _ in 0..<8000 {
            if offsets.isEmpty || random.next() % 2 == 0 {
                offsets.append((offsets.last ?? 0) + Int64(random.next() % 3) + 1)
                tracker.receive(Self.record(offsets[offsets.count - 1]))
            } else {
                // Mostly the oldest, so that the front moves and is cut off.
                let open = offsets.firstIndex { !done.contains($0) } ?? 0
                let place = min(offsets.count - 1, open + Int(random.next() % 4))
                done.insert(offsets[place])
                tracker.finish(Self.record(offsets[place]))
            }
            let expected = offsets.prefix { done.contains($0) }.last.map { $0 + 1 }
            guard tracker.committable[partition()]?.rawValue == expected else {
                Issue.record("\(String(describing: tracker.committable)) instead of \(String(describing: expected))")
                return
            }
        }
    }
}
