import Testing

@testable import Engine

@Suite("Parts of the pipeline") struct PipelinePartsTests {
    private func pending(_ offset: Int64, bytes: Int = 0, partition number: Int32 = 0) -> PendingRecord {
        let record = Record(partition: partition(number), offset: Offset(offset), value: Array(repeating: 0, count: bytes))
        return PendingRecord(
            record: record, effect: .operation(.delete("x", playlist)), readAt: .now, producedAt: Timestamp(milliseconds: 0))
    }

    @Test("batches end by bytes, and hold at least one record")
    func batches() {
        var queue = WriteQueue()
        let fitting = WriteQueue.batchLimit / pending(0).bytes
        for offset in 0..<fitting + 500 { queue.append([pending(Int64(offset))]) }
        #expect(queue.hasBatch && !queue.isFull)
        #expect(queue.takeBatch().map(\.record.offset.rawValue) == Array(0..<Int64(fitting)))
        #expect(queue.takeBatch().count == 500)
        #expect(queue.bytes == 0)
        for offset in 0..<3 { queue.append([pending(Int64(offset), bytes: offset == 1 ? 20_000_000 : 10)]) }
        #expect(queue.hasBatch && queue.isFull)
        #expect([1, 1, 1] == (0..<3).map { _ in queue.takeBatch().count })
    }

    @Test("a write knows whether each of its records changes a document of its own, unless nobody asks")
    func distinct() {
        func start(_ ids: [DocumentID], isAlone: Bool = false) -> Bool {
            let records = ids.map { id in
                PendingRecord(
                    record: pending(0).record, effect: .operation(.delete(id, playlist)), readAt: .now,
                    producedAt: Timestamp(milliseconds: 0))
            }
            var writes = WritesInFlight()
            return writes.start(records, isAlone: isAlone, at: .now).isDistinct
        }
        #expect(start(["a", "b", "c"]))
        #expect(!start(["a", "b", "a"]))
        #expect(!start(["a", "b"], isAlone: true))
    }

    @Test("what is put back comes first, and lost partitions go")
    func putBack() {
        var queue = WriteQueue()
        for offset in 0..<4 { queue.append([pending(Int64(offset), partition: Int32(offset % 2))]) }
        let batch = queue.takeBatch()
        queue.append([pending(9)])
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
        #expect(pauses[10...].allSatisfy { (.milliseconds(750)...(.milliseconds(1500))).contains($0) })
        #expect(Set(pauses[10...]).count > 1)
    }

    @Test("rates are of the last two seconds, and steady however big the batches are", arguments: [10, 170, 390])
    func rates(pause: Int) {
        var meter = RateMeter()
        let start = ContinuousClock.now
        var last = 0
        for time in stride(from: 0, to: 6_000, by: 10) {
            let now = start + .milliseconds(time)
            if time - last >= pause {
                meter.add((time - last) * 2, at: now)
                last = time
            }
            if time >= 2_500 { #expect((1_960...2_040).contains(meter.rate(at: now))) }
        }
        #expect(meter.rate(at: start + .seconds(9)) == 0)
    }

    @Test("few events are spread over the whole window, and a burst is no more than it was")
    func sparseRates() {
        var meter = RateMeter()
        let start = ContinuousClock.now
        meter.add(1, at: start)
        meter.add(1, at: start + .milliseconds(60))
        #expect(meter.rate(at: start + .milliseconds(70)) == 1)
    }

    @Test("a record's time may be anything", arguments: [Int64.min, -1, .max])
    func anyTime(milliseconds: Int64) {
        let monitor = PipelineMonitor(isIndexing: true)
        monitor.update { $0.oldestPending = Timestamp(milliseconds: milliseconds) }
        #expect(monitor.status.lagTime >= .zero)
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
