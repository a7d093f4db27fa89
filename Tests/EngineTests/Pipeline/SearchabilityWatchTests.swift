import Testing

@testable import Engine

@Suite("Searchability") struct SearchabilityWatchTests {
    private static let start = ContinuousClock.now

    private func pending(_ id: DocumentID, in index: IndexName = "playlist") -> PendingRecord {
        let document = Document(index: index, id: id, source: [])
        return PendingRecord(
            record: record(0, ""), effect: .operation(.index(document)), readAt: Self.start, producedAt: .now)
    }

    private func ids(_ writes: [SearchabilityWatch.Write]) -> [String] { writes.map(\.document.id.rawValue) }

    @Test("what was written a little before a look ended is there too, the rest and other indexes wait for the next")
    func shares() {
        var watch = SearchabilityWatch()
        #expect(watch.next() == nil)
        _ = watch.add([pending("a")], at: Self.start)
        #expect(watch.next()?.count == 1)
        _ = watch.add([pending("b"), pending("c", in: "chatroom")], at: Self.start + .milliseconds(500))
        _ = watch.add([pending("d")], at: Self.start + .milliseconds(950))
        #expect(watch.next() == nil)
        #expect(ids(watch.finish(isFound: true, at: Self.start + .milliseconds(1000))) == ["a", "b"])
        #expect(watch.next()?.count == 2)
        #expect(ids(watch.finish(isFound: true, at: Self.start + .milliseconds(2000))) == ["c", "d"])
        #expect(watch.next() == nil)
    }

    @Test("what is not found in time is given up, and what came meanwhile is not")
    func givesUp() {
        var watch = SearchabilityWatch()
        _ = watch.add([pending("a")], at: Self.start)
        _ = watch.next()
        _ = watch.add([pending("b")], at: Self.start)
        #expect(watch.finish(isFound: false, at: Self.start + .seconds(10)).isEmpty)
        #expect(watch.next()?.count == 1)
    }

    @Test("keeps no bytes of a record, and counts those that are too many to be watched")
    func bounded() {
        var watch = SearchabilityWatch()
        weak var big: PendingRecord?
        do {
            let record = pending("big")
            big = record
            #expect(watch.add([record], at: Self.start) == 0)
        }
        #expect(big == nil)
        #expect(watch.add((0..<25_000).map { pending(DocumentID("d\($0)")) }, at: Self.start) == 5_001)
        #expect(watch.next()?.count == 20_000)
    }
}
