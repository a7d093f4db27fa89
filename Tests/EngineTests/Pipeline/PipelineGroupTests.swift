import Testing

@testable import Engine

@Suite("Pipeline in a group", .timeLimit(.minutes(3))) struct PipelineGroupTests {
    @Test("finishes and commits what it holds before it gives partitions back")
    func revoked() async throws {
        let source = ScriptedSource(records(100))
        let index = MemoryIndex(keepsPositions: false) { _ in .stalls }
        let running = Pipeline(source: source, index: index, routes: routes, mode: .index).start()
        await eventually("it writes") { await index.isStalled }
        await source.rebalance(isLost: false)
        await index.release()
        await eventually("it is assigned again") { await source.starts.count == 2 }
        #expect(await source.committed == [partition(): 100])
        try await running.stop()
        #expect(await source.delivered == 100)
    }

    @Test("drops what it has not written of partitions that are lost")
    func lost() async throws {
        let source = ScriptedSource(records(50))
        let index = MemoryIndex { attempt in attempt == 1 ? .fails(Failure(.notAllowed, "closed")) : .done }
        let running = Pipeline(source: source, index: index, routes: routes, mode: .index).start()
        await eventually("all is read") { await source.delivered == 50 }
        await source.rebalance(isLost: true)
        await eventually("all is read again") { await source.delivered == 100 }
        await eventually("all is indexed") { await index.documents.count == 50 }
        #expect(await index.batches.reduce(0) { $0 + $1.operations.count } == 50)
        try await running.stop()
    }

    @Test("what was being written of partitions that were lost and came back is written once more, not twice")
    func lostInFlight() async throws {
        let source = ScriptedSource(records(50))
        let index = MemoryIndex { _ in .stalls }
        let running = Pipeline(source: source, index: index, routes: routes, mode: .index).start()
        await eventually("it writes") { await index.isStalled }
        let delivered = await source.delivered
        await source.rebalance(isLost: true)
        let polls = await source.polls
        // One poll brings the loss, one the return, and the one after them begins when the return is taken in.
        await eventually("they are back") { await source.polls > polls + 3 }
        await index.release(failing: Failure(.tryAgain, "busy"))
        await eventually("all is read again") { await source.delivered == delivered + 50 }
        await eventually("all is indexed") { await index.documents.count == 50 }
        try await running.stop()
        #expect(await index.batches.reduce(0) { $0 + $1.operations.count } == 50)
        #expect(await source.committed == [partition(): 50])
    }

    @Test("a run until the end goes on while the group decides anew who reads what", arguments: [true, false])
    func revokedUntilEnd(isLost: Bool) async throws {
        let pipeline = Pipeline(source: ScriptedSource([]), index: MemoryIndex(), routes: routes, mode: .indexUntilEnd)
        let loop = PipelineLoop(pipeline, stop: AsyncStream { _ in })
        loop.assigned = [partition()]
        loop.assignedAt = loop.clock.now - .seconds(60)
        await withTaskGroup(of: PipelineLoop.Signal.self) { group in
            await loop.take(.success(Polled(events: [.revoked([partition()], isLost: isLost)])), &group)
            group.cancelAll()
        }
        #expect(loop.assigned.isEmpty && !loop.isStopping)
    }

    @Test("cancelling finishes what was read and commits it")
    func cancelled() async throws {
        let source = ScriptedSource(records(4000), pollLimit: 500)
        let index = MemoryIndex()
        let pipeline = Pipeline(source: source, index: index, routes: routes, mode: .index)
        let running = pipeline.start()
        await eventually("it reads") { pipeline.status.recordsRead > 500 }
        try await running.stop()
        let read = await source.delivered
        #expect(await index.documents.count == read)
        #expect(await source.committed == [partition(): Offset(Int64(read))])
        #expect(await source.isClosed)
    }

    @Test("cancelling does not wait for an index that stalls")
    func cancelledInStall() async throws {
        let source = ScriptedSource(records(10))
        let index = MemoryIndex { _ in .stalls }
        let running = Pipeline(source: source, index: index, routes: routes, mode: .index).start()
        await eventually("it stalls") { await index.isStalled }
        try await running.stop()
        #expect(await source.committed.isEmpty)
        #expect(await source.isClosed)
    }

    @Test("commits that fail are told, and made up for")
    func commits() async throws {
        let source = ScriptedSource(records(10))
        await source.failCommits(Failure(.unavailable, "no coordinator"))
        let pipeline = Pipeline(source: source, index: MemoryIndex(), routes: routes, mode: .index)
        let running = pipeline.start()
        await eventually("it is told") { pipeline.status.notice != nil }
        await source.failCommits(nil)
        await eventually("it is committed") { await source.committed == [partition(): 10] }
        await eventually("it is told no longer") { pipeline.status.notice == nil }
        try await running.stop()
    }

    @Test("trouble with the source is a state until it is over")
    func trouble() async throws {
        let source = ScriptedSource(records(1))
        let pipeline = Pipeline(source: source, index: MemoryIndex(), routes: routes, mode: .index)
        let running = pipeline.start()
        await eventually("it runs") { pipeline.status.activity == .running }
        await source.tell(.trouble("all brokers are down"))
        await eventually("it waits") { pipeline.status.activity.isWaiting }
        await source.tell(.recovered)
        await eventually("it runs again") { pipeline.status.activity == .running }
        await source.fail(Failure(.unavailable, "gone"))
        await eventually("it waits again") { pipeline.status.activity.isWaiting }
        await eventually("it runs once more") { pipeline.status.activity == .running }
        try await running.stop()
    }

    @Test("a topic that does not exist ends a run until the end, unless another one does")
    func unknownTopic() async throws {
        let nowhere = ScriptedSource([], events: [.assigned([]), .unknownTopic(playlists)])
        let alone = Pipeline(source: nowhere, index: MemoryIndex(), routes: routes, mode: .indexUntilEnd)
        await #expect { try await alone.run() } throws: { error in (error as? Failure)?.kind == .usage }
        let source = ScriptedSource(records(3), events: [.unknownTopic("rooms"), .assigned([partition()])])
        let index = MemoryIndex()
        let two: Pipeline.Routes = [playlists: playlist, "rooms": "room"]
        try await Pipeline(source: source, index: index, routes: two, mode: .indexUntilEnd).run()
        #expect(await index.documents.count == 3)
    }

    @Test("browsing shows records and writes nothing")
    func browse() async throws {
        let source = ScriptedSource([record(0, #"{"id":"a"}"#), record(1, "{")])
        let index = MemoryIndex()
        let feed = LiveFeed()
        let pipeline = Pipeline(source: source, index: index, routes: routes, mode: .browse(from: .beginning), feed: feed)
        let running = pipeline.start()
        await eventually("both are seen") { pipeline.status.recordsRead == 2 }
        let events = feed.drain().events
        #expect(events.map { $0.document?.id } == ["a", nil])
        #expect(events.first?.progress == .seen && events.last?.progress != .seen)
        pipeline.seek(SeekTarget(.beginning))
        await eventually("both are seen again") { pipeline.status.recordsRead == 4 }
        try await running.stop()
        #expect(await source.starts == [[partition(): .beginning], [partition(): .beginning]])
        #expect(await index.batches.isEmpty)
        #expect(await source.committed.isEmpty)
        #expect(!pipeline.status.isIndexing && pipeline.status.partitions == [partition()])
    }

    @Test("nothing is lost and no order is turned, whatever happens", arguments: 1...6)
    func conservation(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        // Each document is written many times, and always in the same partition; some of its versions can never be indexed.
        let all = (0..<6000).map { number in
            let home = Int32(number % 3)
            let id = "\(home)-\(random.next() % 40)"
            let kind = random.next() % 30 == 0 ? "bad" : "good"
            let value = random.next() % 50 == 0 ? "{" : #"{"id":"\#(id)","kind":"\#(kind)","version":\#(number)}"#
            return record(Int64(number / 3), value, partition: home)
        }
        let index = MemoryIndex(keepsPositions: seed % 2 == 0) { attempt in
            var random = SeededGenerator(seed: seed &* 977 &+ UInt64(attempt))
            if attempt % 3 == 1 && attempt < 20 { return .fails(Failure(.tryAgain, "busy")) }
            let salt = random.next()
            return .outcomes { $0.fate(salt: salt, isCalm: attempt > 30) }
        }
        let whole: [TopicPartition: Offset] = [partition(0): 2000, partition(1): 2000, partition(2): 2000]
        var committed: [TopicPartition: Offset] = [:]
        // Twice it is stopped in the middle, and groups are rebalanced all the time.
        for life in 1...3 {
            let source = ScriptedSource(all, pollLimit: 700, committed: committed)
            let pipeline = Pipeline(source: source, index: index, routes: routes, mode: life < 3 ? .index : .indexUntilEnd)
            let running = pipeline.start()
            // On a busy machine a life may be over before it was looked at.
            func isFar(_ count: Int) async -> Bool {
                let isThrough = await source.committed == whole
                return pipeline.status.indexed > count || life == 3 || isThrough
            }
            await eventually("it gets on") { await isFar(200) }
            await source.rebalance(isLost: random.next() % 2 == 0)
            await eventually("it gets on") { await isFar(500) }
            if life < 3 { try await running.stop() } else { try await running.value.get() }
            committed = await source.committed
        }
        #expect(await index.documents == expectedDocuments(all))
        let letters = await Set(index.letters.map(\.origin))
        #expect(letters == Set(all.filter { !$0.isGood }.map { .record($0.position) }))
        #expect(committed == whole)
    }

    private func expectedDocuments(_ records: [Record]) -> [DocumentID: [UInt8]] {
        var documents: [DocumentID: [UInt8]] = [:]
        for record in records where record.isGood {
            let text = String(decoding: record.value ?? [], as: UTF8.self)
            documents[DocumentID(String(text.dropFirst(7).prefix { $0 != "\"" }))] = record.value
        }
        return documents
    }
}

extension Record {
    fileprivate var isGood: Bool { String(decoding: value ?? [], as: UTF8.self).contains("good") }
}

extension WriteOperation {
    /// Versions marked bad are refused; of the others some have to wait.
    fileprivate func fate(salt: UInt64, isCalm: Bool) -> WriteOutcome? {
        guard case .index(let document) = self else { return nil }
        if String(decoding: document.source, as: UTF8.self).contains("bad") { return .refused("bad") }
        guard !isCalm, let offset = document.origin?.offset.rawValue else { return nil }
        return (UInt64(offset) ^ salt) % 11 == 0 ? .tryAgain("busy") : nil
    }
}

extension PipelineStatus.Activity {
    fileprivate var isWaiting: Bool {
        if case .waiting = self { true } else { false }
    }
}
