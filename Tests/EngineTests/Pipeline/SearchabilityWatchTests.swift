import Testing

@testable import Engine

@Suite("Searchability") struct SearchabilityWatchTests {
    private static let start = ContinuousClock.now

    private func pending(_ id: DocumentID, in index: IndexName = "playlist") -> PendingRecord {
        let document = Document(index: index, id: id, source: [])
        return PendingRecord(
            record: record(0, ""), effect: .operation(.index(document)), readAt: Self.start, producedAt: .now)
    }

    private func ids(_ records: [PendingRecord]) -> [String] {
        records.compactMap { if case .operation(.index(let document)) = $0.effect { document.id.rawValue } else { nil } }
    }

    @Test("what was written a little before a look ended is there too, the rest and other indexes wait for the next")
    func shares() {
        var watch = SearchabilityWatch()
        #expect(watch.next() == nil)
        watch.add([pending("a")], at: Self.start)
        #expect(watch.next()?.operations.count == 1)
        watch.add([pending("b"), pending("c", in: "chatroom")], at: Self.start + .milliseconds(500))
        watch.add([pending("d")], at: Self.start + .milliseconds(950))
        #expect(watch.next() == nil)
        #expect(ids(watch.finish(isFound: true, at: Self.start + .milliseconds(1000))) == ["a", "b"])
        #expect(watch.next()?.operations.count == 2)
        #expect(ids(watch.finish(isFound: true, at: Self.start + .milliseconds(2000))) == ["c", "d"])
        #expect(watch.next() == nil)
    }

    @Test("what is not found in time is given up, and what came meanwhile is not")
    func givesUp() {
        var watch = SearchabilityWatch()
        watch.add([pending("a")], at: Self.start)
        _ = watch.next()
        watch.add([pending("b")], at: Self.start)
        #expect(watch.finish(isFound: false, at: Self.start + .seconds(10)).isEmpty)
        #expect(watch.next()?.operations.count == 1)
    }
}
