import Testing

@testable import Engine

@Suite("Pipeline", .timeLimit(.minutes(3))) struct PipelineTests {
    @Test("indexes, deletes and refuses what comes, and ends at the end")
    func untilEnd() async throws {
        let source = ScriptedSource([
            record(0, #"{"id":"a","name":"one"}"#), record(1, #"{"name":"by key"}"#, key: "b"),
            record(2, #"{"name":"by place"}"#), record(3, "{"), record(4, nil, key: "a"), record(5, nil),
        ])
        let index = MemoryIndex()
        let pipeline = Pipeline(source: source, index: index, routes: routes, mode: .indexUntilEnd)
        try await pipeline.run()
        #expect(await Set(index.documents.keys) == ["b", "playlist_created-0-2"])
        #expect(await index.letters.map(\.kind) == [.notJSON, .tombstoneWithoutKey])
        #expect(await index.letters.first?.origin == .record(RecordPosition(partition(), 3)))
        #expect(await index.stored == [partition(): 6])
        #expect(await source.committed == [partition(): 6])
        #expect(await source.isClosed)
        #expect(await index.prepared == [playlist])
        let status = pipeline.status
        #expect(status.activity == .stopped)
        #expect((status.recordsRead, status.indexed, status.rejected) == (6, 4, 2))
        #expect(status.lag == 0 && status.lagTime == .zero && status.searchable != nil)
    }

    @Test("a run until the end ends once all is written, whatever a poll still waits for", .timeLimit(.minutes(1)))
    func endsWithoutThePoll() async throws {
        let source = ScriptedSource(records(3), isPatient: true)
        try await Pipeline(source: source, index: MemoryIndex(), routes: routes, mode: .indexUntilEnd).run()
        #expect(await source.committed == [partition(): 3])
    }

    @Test("a run until the end ends at what was the end at its start, even if records never stop coming")
    func endless() async throws {
        let index = MemoryIndex()
        let source = ScriptedSource(records(50), isEndless: true)
        try await Pipeline(source: source, index: index, routes: routes, mode: .indexUntilEnd).run()
        #expect(await index.documents.count >= 50)
    }

    @Test("goes on where the index stands, not where the group does", arguments: [true, false])
    func positions(keepsPositions: Bool) async throws {
        let index = MemoryIndex(keepsPositions: keepsPositions)
        let first = ScriptedSource(records(10), committed: [partition(): 4])
        try await Pipeline(source: first, index: index, routes: routes, mode: .indexUntilEnd).run()
        #expect(await first.starts == [[partition(): keepsPositions ? .beginning : .committed]])
        let second = ScriptedSource(records(15), committed: [partition(): 4])
        try await Pipeline(source: second, index: index, routes: routes, mode: .indexUntilEnd).run()
        #expect(await second.starts == [[partition(): keepsPositions ? .offset(10) : .committed]])
        #expect(await second.delivered == (keepsPositions ? 5 : 11))
        #expect(await index.documents.count == (keepsPositions ? 15 : 11))
    }

    @Test("a record is searchable without waiting for others, and the feed tells how far it came")
    func feed() async throws {
        let source = ScriptedSource([record(0, #"{"id":"a"}"#), record(1, "[]"), record(2, nil, key: "a")])
        let feed = LiveFeed()
        let pipeline = Pipeline(source: source, index: MemoryIndex(), routes: routes, mode: .index, feed: feed)
        let running = pipeline.start()
        var stages: [LiveEvent.ID: LiveProgress] = [:]
        await eventually("all three are final") {
            let updates = feed.drain()
            for event in updates.events { stages[event.id] = event.progress }
            stages.merge(updates.progress) { $0.merged(with: $1) }
            return stages.values.allSatisfy(\.isFinal) && stages.count == 3
        }
        guard let first = stages[.init(1)], first.stage == .searchable, let sent = first.sent, let indexed = first.indexed,
            sent <= indexed, first.searchable == indexed, case .rejected(.notAnObject, _)? = stages[.init(2)]?.stage,
            stages[.init(3)]?.stage == .deleted
        else {
            Issue.record("wrong stages: \(stages)")
            return
        }
        try await running.stop()
    }

    @Test("a record of an index that shows writes later is searchable when a search finds it, and not before")
    func later() async throws {
        let source = ScriptedSource([record(0, #"{"id":"a"}"#), record(1, nil, key: "b")])
        let feed = LiveFeed()
        let index = MemoryIndex(showsWritesAtOnce: false)
        let pipeline = Pipeline(source: source, index: index, routes: routes, mode: .index, feed: feed)
        let running = pipeline.start()
        var stages: [LiveEvent.ID: LiveProgress] = [:]
        func drain() {
            let updates = feed.drain()
            for event in updates.events { stages[event.id] = event.progress }
            stages.merge(updates.progress) { $0.merged(with: $1) }
        }
        await eventually("both are written") { pipeline.status.indexed == 2 }
        await eventually("the deletion is final") {
            drain()
            return stages[.init(2)]?.isFinal == true
        }
        #expect(stages[.init(1)]?.stage == .indexed && pipeline.status.searchable == nil)
        await index.refresh()
        await eventually("the document is searchable") {
            drain()
            return stages[.init(1)]?.stage == .searchable
        }
        #expect(pipeline.status.searchable != nil)
        try await running.stop()
    }

    @Test("what the index refuses is a dead letter before its offset counts")
    func refused() async throws {
        let source = ScriptedSource(records(5))
        let index = MemoryIndex { attempt in
            .outcomes { operation in
                guard case .index(let document) = operation, document.id == "0-2" else { return nil }
                return .refused("no such thing")
            }
        }
        let pipeline = Pipeline(source: source, index: index, routes: routes, mode: .indexUntilEnd)
        try await pipeline.run()
        #expect(await index.documents.count == 4)
        #expect(await index.letters.map(\.kind) == [.refusedByIndex])
        #expect(await index.letters.map(\.payload) == [records(5)[2].value])
        #expect(await source.committed == [partition(): 5])
        #expect(pipeline.status.rejected == 1 && pipeline.status.indexed == 4)
    }

    @Test("an older state does not overwrite a newer one when it is tried again")
    func order() async throws {
        let source = ScriptedSource([
            record(0, #"{"id":"a","v":1}"#), record(1, #"{"id":"a","v":2}"#), record(2, #"{"id":"b","v":1}"#),
        ])
        let index = MemoryIndex { attempt in
            guard attempt == 1 else { return .done }
            return .outcomes { operation in
                guard case .index(let document) = operation, document.origin?.offset != 1 else { return nil }
                return .tryAgain("busy")
            }
        }
        try await Pipeline(source: source, index: index, routes: routes, mode: .indexUntilEnd).run()
        #expect(await index.documents["a"] == Array(#"{"id":"a","v":2}"#.utf8))
        #expect(await index.documents["b"] != nil)
        #expect(await index.batches.map(\.operations.count) == [3, 1])
    }

    @Test("a stalled index holds back reading, not polling, and memory stays bounded")
    func stall() async throws {
        let key = String(repeating: "k", count: 40_000)
        let big = (0..<1000).map { record(Int64($0), #"{"id":"\#($0)"}"#, key: key) }
        let source = ScriptedSource(big, pollLimit: 50)
        let index = MemoryIndex { _ in .stalls }
        let pipeline = Pipeline(source: source, index: index, routes: routes, mode: .index)
        let running = pipeline.start()
        await eventually("it is paused and polled") { await source.pollsWhilePaused >= 3 }
        #expect(await source.delivered <= 450)
        #expect(pipeline.status.lagTime > .zero)
        await index.release()
        await eventually("all is indexed") { pipeline.status.indexed == 1000 }
        try await running.stop()
        #expect(await source.committed == [partition(): 1000])
        #expect(await source.paused.isEmpty)
    }

    @Test("a queue that is full now and then is no stall: reading is not paused while there are polls in between")
    func slowIndex() async throws {
        let key = String(repeating: "k", count: 100_000)
        let big = (0..<800).map { record(Int64($0), #"{"id":"\#($0)"}"#, key: key) }
        let source = ScriptedSource(big, pollLimit: 50)
        let index = MemoryIndex { _ in .stalls }
        let running = Pipeline(source: source, index: index, routes: routes, mode: .index).start()
        let clock = ContinuousClock()
        let end = clock.now + PipelineLoop.stallTime * 2
        while clock.now < end {
            await eventually("it is written") { await index.isStalled }
            let (polls, next) = (await source.polls, clock.now + PipelineLoop.stallTime / 5)
            await index.releaseOne()
            await eventually("more is read") { await source.polls > polls && clock.now > next }
        }
        #expect(await source.pauses.allSatisfy { $0 >= PipelineLoop.stallTime })
        await index.release()
        try await running.stop()
    }

    @Test("several writes are under way at once where the index wants it, but never two of one document")
    func severalWrites() async throws {
        let text = String(repeating: "x", count: 400_000)
        let changes = (0..<40).map { record(Int64($0), #"{"id":"\#($0 % 25)","v":\#($0),"name":"\#(text)"}"#) }
        let index = MemoryIndex(keepsPositions: false, writesAtOnce: 3) { _ in .stalls }
        let source = ScriptedSource(changes, pollLimit: 3)
        let pipeline = Pipeline(source: source, index: index, routes: routes, mode: .index)
        let running = pipeline.start()
        await eventually("two are under way") { await index.mostAtOnce >= 2 }
        #expect(await source.committed.isEmpty)
        await index.release()
        await eventually("all is indexed") { pipeline.status.indexed == 40 }
        try await running.stop()
        let (hasOverlap, mostAtOnce) = await (index.hasOverlap, index.mostAtOnce)
        #expect(!hasOverlap && mostAtOnce <= 3)
        #expect(await index.documents["14"].map { String(decoding: $0.prefix(16), as: UTF8.self) } == #"{"id":"14","v":3"#)
        #expect(await source.committed == [partition(): 40])
    }

    @Test("the little that is left at the end is written beside what is under way")
    func rest() async throws {
        let index = MemoryIndex(keepsPositions: false, writesAtOnce: 2) { _ in .stalls }
        let source = ScriptedSource(records(2), pollLimit: 1)
        let running = Pipeline(source: source, index: index, routes: routes, mode: .indexUntilEnd).start()
        await eventually("both are under way") { await index.underWay == 2 }
        await index.release()
        try await running.value.get()
        #expect(await source.committed == [partition(): 2])
    }

    @Test("what is left at the end is shared out among the writes that may be under way")
    func sharedOut() async throws {
        let index = MemoryIndex(keepsPositions: false, writesAtOnce: 3) { _ in .stalls }
        let source = ScriptedSource(records(40, padding: 100_000), pollLimit: 40)
        let running = Pipeline(source: source, index: index, routes: routes, mode: .indexUntilEnd).start()
        await eventually("three are under way") { await index.underWay == 3 }
        await index.release()
        try await running.value.get()
        let sizes = await index.batches.map { $0.operations.count }.sorted(by: >)
        #expect(sizes.reduce(0, +) == 40 && sizes[0] <= 10, "\(sizes)")
        #expect(await source.committed == [partition(): 40])
    }

    @Test("an index in trouble is asked by one write at a time, and one that does not answer is told of")
    func probing() async throws {
        let text = String(repeating: "x", count: 400_000)
        let changes = (0..<30).map { record(Int64($0), #"{"id":"\#($0)","name":"\#(text)"}"#) }
        let index = MemoryIndex(keepsPositions: false, writesAtOnce: 3) { attempt in
            attempt < 5 ? .fails(Failure(.unavailable, "gone")) : attempt == 5 ? .stalls : .done
        }
        let pipeline = Pipeline(source: ScriptedSource(changes, pollLimit: 1), index: index, routes: routes, mode: .index)
        let running = pipeline.start()
        await eventually("it is asked a fifth time") { await index.isStalled }
        #expect(await index.underWay == 1)
        guard case .waiting("gone", _, _) = pipeline.status.activity else {
            Issue.record("\(pipeline.status.activity)")
            return
        }
        await index.release()
        await eventually("all is indexed") { pipeline.status.indexed == 30 && pipeline.status.activity == .running }
        try await running.stop()
    }

    @Test("big records fill the queue by their bytes")
    func bytes() async throws {
        let source = ScriptedSource(records(60, padding: 1_000_000), pollLimit: 2)
        let index = MemoryIndex { _ in .stalls }
        let running = Pipeline(source: source, index: index, routes: routes, mode: .index).start()
        await eventually("it is paused") { await !source.paused.isEmpty }
        #expect(await source.delivered < 20)
        await index.release()
        await eventually("all is indexed") { await index.documents.count == 60 }
        #expect(await index.batches.allSatisfy { $0.operations.reduce(0) { $0 + $1.bytes } <= 5_000_000 })
        try await running.stop()
    }

    @Test("a failure that may pass is a state with a reason, and passes")
    func failing() async throws {
        let source = ScriptedSource(records(3))
        let index = MemoryIndex { attempt in attempt <= 2 ? .fails(Failure(.tryAgain, "locked")) : .done }
        let pipeline = Pipeline(source: source, index: index, routes: routes, mode: .index)
        let running = pipeline.start()
        await eventually("it waits") {
            guard case .waiting("locked", _, .some) = pipeline.status.activity else { return false }
            return true
        }
        await eventually("it goes on") { pipeline.status.activity == .running }
        #expect(await index.documents.count == 3)
        try await running.stop()
    }

    @Test("what nobody can mend by waiting is tried on, but ends a run until the end")
    func permanent() async throws {
        let refusal = Failure(.notAllowed, "read-only")
        let index = MemoryIndex { attempt in attempt == 1 ? .fails(refusal) : .done }
        let ending = Pipeline(source: ScriptedSource(records(3)), index: index, routes: routes, mode: .indexUntilEnd)
        await #expect(throws: refusal) { try await ending.run() }
        let patient = MemoryIndex { attempt in attempt == 1 ? .fails(refusal) : .done }
        let running = Pipeline(source: ScriptedSource(records(3)), index: patient, routes: routes, mode: .index).start()
        await eventually("it is tried again") { await patient.documents.count == 3 }
        try await running.stop()
    }
}

extension LiveProgress {
    fileprivate func merged(with later: LiveProgress) -> LiveProgress {
        var progress = self
        progress.merge(later)
        return progress
    }
}

extension WriteOperation {
    fileprivate var bytes: Int {
        if case .index(let document) = self { document.source.count } else { 0 }
    }
}
