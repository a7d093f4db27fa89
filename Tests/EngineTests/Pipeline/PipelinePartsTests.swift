import Testing

@testable import Engine

@Suite("Parts of the pipeline") struct PipelinePartsTests {
    private func pending(_ offset: Int64, bytes: Int = 0, partition number: Int32 = 0) -> PendingRecord {
        let record = Record(partition: partition(number), offset: Offset(offset), value: Array(repeating: 0, count: bytes))
        return PendingRecord(
            record: record, effect: .operation(.delete("x", playlist)), readAt: .now, producedAt: Timestamp(milliseconds: 0))
    }

    @Test("batches end by count or by bytes, and hold at least one record")
    func batches() {
        var queue = WriteQueue()
        for offset in 0..<2500 { queue.append(pending(Int64(offset))) }
        #expect(queue.takeBatch().map(\.record.offset.rawValue) == Array(0..<2000))
        #expect(queue.takeBatch().count == 500)
        #expect(queue.bytes == 0)
        for offset in 0..<3 { queue.append(pending(Int64(offset), bytes: offset == 1 ? 20_000_000 : 10)) }
        #expect(queue.isFull(.batch) && queue.isFull(.queue))
        #expect([1, 1, 1] == (0..<3).map { _ in queue.takeBatch().count })
    }

    @Test("what is put back comes first, and lost partitions go")
    func putBack() {
        var queue = WriteQueue()
        for offset in 0..<4 { queue.append(pending(Int64(offset), partition: Int32(offset % 2))) }
        let batch = queue.takeBatch()
        queue.append(pending(9))
        queue.putBack(Array(batch[2...]))
        #expect(queue.records.map(\.record.offset.rawValue) == [2, 3, 9])
        queue.keep { $0.partition == 0 }
        #expect(queue.records.map(\.record.offset.rawValue) == [2, 9])
        #expect(queue.bytes == 512)
    }

    @Test("pauses grow up to their limit, and are never the same for long")
    func backoff() {
        var backoff = Backoff.soon
        let pauses = (0..<40).map { _ in backoff.next() }
        #expect((.milliseconds(50)...(.milliseconds(100))).contains(pauses[0]))
        #expect((.milliseconds(400)...(.milliseconds(800))).contains(pauses[3]))
        #expect(pauses[10...].allSatisfy { (.milliseconds(2500)...(.seconds(5))).contains($0) })
        #expect(Set(pauses[10...]).count > 1)
    }

    @Test("rates are of the last second")
    func rates() {
        var meter = RateMeter()
        let start = ContinuousClock.now
        for step in 0..<300 { meter.add(2, at: start + .milliseconds(10 * step)) }
        let rate = meter.rate(at: start + .milliseconds(2995))
        #expect(rate >= 190 && rate <= 200)
        #expect(meter.rate(at: start + .seconds(5)) == 0)
    }

    @Test("percentiles are of the last thousand")
    func percentiles() {
        var sample = DurationSample()
        #expect(sample.summary == nil)
        for number in 1...2000 { sample.add(.milliseconds(number <= 1000 ? 9999 : number - 1000)) }
        #expect(sample.summary?.median == .milliseconds(500))
        #expect(sample.summary?.p95 == .milliseconds(950))
        #expect(sample.summary?.maximum == .seconds(1))
    }

    @Test("of several operations on a document, an earlier one that must wait is done with when a later one got through")
    func settlement() {
        let settlement = Settlement(
            (0..<4).map { pending($0) }, [.tryAgain("busy"), .refused("no"), .done, .tryAgain("busy")])
        #expect(settlement.finished.map(\.record.offset.rawValue) == [0, 2])
        #expect(settlement.again.map(\.record.offset.rawValue) == [1, 3])
        #expect(settlement.again.map { $0.letter?.kind } == [.refusedByIndex, nil])
        #expect(settlement.refused == 1 && settlement.reason == "busy")
    }
}
