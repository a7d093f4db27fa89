import Testing

@testable import Engine

@Suite("What others index") struct StrangersWritesTests {
    private static let start = ContinuousClock.now

    private func event(_ number: UInt64, _ id: DocumentID, _ name: String?, index: IndexName = "playlist") -> LiveEvent {
        let document = name.map { Document(index: index, id: id, source: Array($0.utf8), name: $0) }
        return LiveEvent(
            id: .init(number), record: record(Int64(number), name), document: document, key: DocumentKey(index: index, id: id),
            seenAt: .now)
    }

    private func hit(_ id: DocumentID, _ name: String, _ source: String? = nil, at offset: Int64? = nil) -> Hit {
        Hit(
            index: "playlist-000001", id: id, source: Array((source ?? name).utf8), name: name,
            origin: offset.map { RecordPosition(partition(), Offset($0)) })
    }

    @Test("is found when a search shows it, not while it shows what was there before")
    func updates() {
        var writes = StrangersWrites()
        _ = writes.add([event(1, "a", "new")], at: Self.start)
        #expect(writes.due(at: Self.start) == ["playlist": ["a"]])
        #expect(writes.take([hit("a", "old")], of: ["a"], in: "playlist", at: Self.start).isEmpty)
        #expect(writes.due(at: Self.start + .milliseconds(50)).isEmpty)
        #expect(writes.nextLook == Self.start + .milliseconds(100))
        let then = Self.start + .milliseconds(400)
        #expect(writes.take([hit("a", "old")], of: ["a"], in: "playlist", at: then).isEmpty)
        let found = writes.take([hit("a", "new")], of: ["a"], in: "playlist", at: then)
        #expect(found.map(\.event) == [.init(1)] && found[0].isMeasured && found[0].wait == .milliseconds(400))
        #expect(writes.isEmpty)
    }

    @Test("whoever indexes may change a document: another one than before is it")
    func transforms() {
        var writes = StrangersWrites()
        _ = writes.add([event(1, "a", "name"), event(2, "b", "name")], at: Self.start)
        #expect(writes.take([hit("b", "OLD")], of: ["a", "b"], in: "playlist", at: Self.start).isEmpty)
        let then = Self.start + .seconds(1)
        let found = writes.take([hit("a", "NAME"), hit("b", "NAME")], of: ["a", "b"], in: "playlist", at: then)
        #expect(found.map(\.event) == [.init(1), .init(2)])
    }

    @Test("what was there before anyone looked took an unknown time")
    func early() {
        var writes = StrangersWrites()
        _ = writes.add([event(1, "a", "name")], at: Self.start)
        #expect(writes.take([hit("a", "name")], of: ["a"], in: "playlist", at: Self.start).map(\.isMeasured) == [false])
    }

    @Test("where the index keeps which record wrote a document, that counts", arguments: [(4, false), (5, true), (6, true)])
    func origins(offset: Int64, isFound: Bool) {
        var writes = StrangersWrites()
        var event = event(5, "a", "name")
        event.document?.origin = event.record.position
        _ = writes.add([event], at: Self.start)
        let found = writes.take([hit("a", "name", at: offset)], of: ["a"], in: "playlist", at: Self.start)
        #expect(found.isEmpty != isFound)
    }

    @Test("a deletion is done when the document is found no more")
    func deletions() {
        var writes = StrangersWrites()
        _ = writes.add([event(1, "a", nil)], at: Self.start)
        #expect(writes.take([hit("a", "x")], of: ["a"], in: "playlist", at: Self.start).isEmpty)
        let found = writes.take([], of: ["a"], in: "playlist", at: Self.start + .seconds(1))
        #expect(found.map(\.isDeletion) == [true])
    }

    @Test("looks get rarer, but come at once where the same index has shown something, and end")
    func backsOff() {
        var writes = StrangersWrites()
        _ = writes.add([event(1, "a", "x"), event(2, "b", "x"), event(3, "c", "x", index: "chatroom")], at: Self.start)
        let late = Self.start + .seconds(8)
        _ = writes.take([], of: ["a", "b"], in: "playlist", at: late)
        _ = writes.take([], of: ["c"], in: "chatroom", at: late)
        #expect(writes.nextLook == late + .seconds(2))
        _ = writes.take([hit("a", "x")], of: ["a"], in: "playlist", at: late)
        #expect(writes.due(at: late + .milliseconds(100)) == ["playlist": ["b"]])
        #expect(writes.due(at: Self.start + .seconds(31)).isEmpty && writes.isEmpty)
    }

    @Test("one look is for the newest, and for no more than an index answers easily")
    func bounded() {
        var writes = StrangersWrites()
        #expect(writes.add((1...3_000).map { event($0, DocumentID("d\($0)"), "x") }, at: Self.start) == 0)
        #expect(writes.add((3_001...10_000).map { event($0, DocumentID("d\($0)"), "x") }, at: Self.start) == 10_000 - 4_096)
        let due = writes.due(at: Self.start)["playlist"] ?? []
        #expect(due.count == 256 && due.contains("d10000") && !due.contains("d1"))
    }

    @Test("a pipeline that only browses tells when a search finds what others wrote", arguments: [true, false])
    func browses(isDeletion: Bool) async throws {
        let source = ScriptedSource([record(0, isDeletion ? nil : #"{"id":"a"}"#, key: "a")])
        let index = MemoryIndex(showsWritesAtOnce: false)
        _ = try await index.write(WriteBatch(operations: [.index(Document(index: playlist, id: "a", source: [1]))]))
        if isDeletion { await index.refresh() }
        let feed = LiveFeed()
        let pipeline = Pipeline(source: source, index: index, routes: routes, mode: .browse(from: .beginning), feed: feed)
        let running = pipeline.start()
        await eventually("it is looked for") { await index.looks > 1 }
        if isDeletion {
            _ = try await index.write(WriteBatch(operations: [.delete("a", playlist)]))
        }
        await index.refresh()
        var progress = LiveProgress.seen
        await eventually("it is found") {
            let updates = feed.drain()
            for event in updates.events { progress.merge(event.progress) }
            if let later = updates.progress[.init(1)] { progress.merge(later) }
            return progress.isFinal
        }
        #expect(progress.stage == (isDeletion ? .deleted : .searchable) && progress.searchable != nil && progress.sent == nil)
        #expect((pipeline.status.searchable == nil) == isDeletion)
        try await running.stop()
    }

    @Test("a pipeline that ends has ended its looks too, and begins no other")
    func ends() async throws {
        let rooms = TopicPartition("rooms", 0)
        let source = ScriptedSource([
            record(0, #"{"id":"a"}"#), Record(partition: rooms, offset: 0, timestamp: .now, value: Array(#"{"id":"b"}"#.utf8)),
        ])
        let index = MemoryIndex(showsWritesAtOnce: false, looksHang: true)
        let two: Pipeline.Routes = [playlists: playlist, "rooms": "room"]
        let running = Pipeline(source: source, index: index, routes: two, mode: .browse(from: .beginning), feed: LiveFeed())
            .start()
        await eventually("it is looked for") { await index.looks == 1 }
        try await running.stop()
        let (looks, underWay) = (await index.looks, await index.underWay)
        #expect(looks == 1 && underWay == 0)
    }

    @Test(
        "a timestamp that cannot be right says nothing",
        arguments: [(1_000, 250), (1_250, 0), (1_251, nil), (0, nil), (-1, nil), (Int64.min, nil), (Int64.max, nil)])
    func clocks(milliseconds: Int64, age: Int?) {
        let age = age.map { Duration.milliseconds($0) }
        #expect(Timestamp(milliseconds: milliseconds).believableAge(at: Timestamp(milliseconds: 1_250)) == age)
    }
}
