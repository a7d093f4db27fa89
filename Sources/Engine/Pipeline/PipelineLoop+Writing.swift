extension PipelineLoop {
    /// Hands batches to the index, as long as one is due and the index takes more.
    func startWrites(_ group: inout TaskGroup<Signal>) {
        // An index in trouble is asked by one write whether it is over.
        let most = isInTrouble || keepsPositions ? 1 : max(1, pipeline.index.writesAtOnce)
        while inFlight.count < most, !queue.isEmpty {
            // What is little makes a better bulk together with what comes next.
            if !inFlight.isEmpty && !isAllThere && queue.bytes < PipelineLoop.leastBeside { return }
            let now = clock.now
            let due = retryAt ?? (queue.hasBatch || isAllThere ? now : nextWrite)
            if due > now { return setTimer(.write, for: due - now, &group) }
            let records = queue.takeBatch(without: inFlight.targets, limit: batchLimit(most))
            if records.isEmpty { return }
            nextWrite = now + PipelineLoop.pace
            retryAt = nil
            start(records, isAlone: keepsPositions, &group)
        }
    }

    /// What is left at the end is shared out, in ever smaller batches: the last of several big ones would be written alone for long.
    private func batchLimit(_ most: Int) -> Int {
        guard most > 1, isReadToEnd else { return WriteQueue.batchLimit }
        return min(WriteQueue.batchLimit, max(PipelineLoop.leastAtEnd, queue.bytes / (2 * most)))
    }

    /// Whether nothing comes any more that a batch could wait for.
    private var isAllThere: Bool { isFinishing || isReadToEnd }

    private var isInTrouble: Bool { indexBackoff != .soon || slowBackoff != .slow }

    private func start(_ records: [PendingRecord], isAlone: Bool, _ group: inout TaskGroup<Signal>) {
        var batch = batch(of: records)
        let now = clock.now
        show(records) { $0.isLetter ? nil : LiveProgress(.sent, sent: now - $0.readAt) }
        let (number, isDistinct) = inFlight.start(records, isAlone: isAlone, at: now)
        batch.isDistinct = isDistinct
        let index = pipeline.index
        setTimer(.silence, for: PipelineLoop.silenceTime, &group)
        group.addTask { [batch] in
            do throws(Failure) {
                return .wrote(number, .success(try await index.write(batch)))
            } catch {
                return .wrote(number, .failure(error))
            }
        }
    }

    /// Says that the index does not answer, where it does not; what it answers at last puts an end to that.
    func noteSilence(_ group: inout TaskGroup<Signal>) {
        guard let start = inFlight.silentSince else { return }
        let silence = clock.now - start
        guard silence >= PipelineLoop.silenceTime else {
            return setTimer(.silence, for: PipelineLoop.silenceTime - silence, &group)
        }
        if !isInTrouble {
            pipeline.monitor.report(.index, "\(pipeline.index.backend) does not answer a write; Kelp waits for it")
        }
        setTimer(.silence, for: PipelineLoop.silenceTime, &group)
    }

    private func batch(of records: [PendingRecord]) -> WriteBatch {
        var batch = WriteBatch()
        batch.isWatched = pipeline.feed != nil
        batch.operations.reserveCapacity(records.count)
        for record in records {
            switch record.effect {
            case .operation(let operation): batch.operations.append(operation)
            case .deadLetter(let letter): batch.deadLetters.append(letter)
            }
        }
        if keepsPositions {
            var then = tracker
            then.finish(records)
            batch.positions = then.committable.filter { durable[$0.key] != $0.value }
        }
        return batch
    }

    /// Takes in what became of the batch.
    func settle(_ write: WritesInFlight.Finished, _ result: Result<[WriteOutcome], Failure>) {
        defer { showOldestPending() }
        let expected = write.records.count { !$0.isLetter }
        switch result {
        case .failure(let failure): keep(write, because: failure)
        case .success(let outcomes) where outcomes.count != expected:
            keep(write, because: Failure(.tryAgain, "the index answered for \(outcomes.count) of \(expected) operations"))
        case .success(let outcomes): settle(write, outcomes)
        }
    }

    /// Nothing of it is known to be in the index: all of it is written again.
    private func keep(_ write: WritesInFlight.Finished, because failure: Failure) {
        if pipeline.mode == .indexUntilEnd && !failure.isWorthRetrying && failure.kind != .cancelled { fail(failure) }
        queue.putBack(write.ours(of: write.records))
        let isSoon = failure.isWorthRetrying || failure.kind == .cancelled
        wait(isSoon ? \.indexBackoff : \.slowBackoff, because: failure.sentence)
    }

    private func wait(_ backoff: ReferenceWritableKeyPath<PipelineLoop, Backoff>, because reason: SafeText) {
        // Of several writes that fail together each would make the pause longer.
        let rest = retryAt.map { $0 - clock.now } ?? .zero
        let pause = rest > .zero ? rest : self[keyPath: backoff].next()
        retryAt = clock.now + pause
        pipeline.monitor.report(.index, reason, nextAttempt: pause)
    }

    private func settle(_ write: WritesInFlight.Finished, _ outcomes: [WriteOutcome]) {
        let settlement = Settlement(write.records, outcomes)
        let now = clock.now
        let finished = settlement.finished
        tracker.finish(write.ours(of: finished))
        if settlement.again.isEmpty { durable.merge(tracker.committable) { $1 } }
        queue.putBack(write.ours(of: settlement.again))
        let indexed = finished.filter { !$0.isLetter }
        pipeline.monitor.update { state in
            state.counts.indexed += indexed.count
            state.counts.rejected += settlement.refused
            state.written.add(indexed.count, at: now)
        }
        note(indexed, writtenAt: now)
        show(settlement.again) { $0.isLetter ? $0.progress(.zero) : nil }
        if let reason = settlement.reason {
            if !finished.isEmpty { indexBackoff = .soon }
            wait(\.indexBackoff, because: reason)
        } else if retryAt == nil {
            // Nothing that was sent beside it has failed.
            (indexBackoff, slowBackoff) = (.soon, .slow)
            pipeline.monitor.clear(.index)
        }
    }

    private func note(_ indexed: [PendingRecord], writtenAt now: ContinuousClock.Instant) {
        if pipeline.index.showsWritesAtOnce {
            show(indexed.filter { !$0.writesDocument }) { $0.progress(now - $0.readAt) }
            return showSearchable(indexed.compactMap(SearchabilityWatch.Write.init), isAtOnce: true)
        }
        show(indexed) { $0.progress(now - $0.readAt) }
        // Without a feed nobody is shown when a search finds them.
        guard pipeline.feed != nil else { return }
        let unwatched = watch.add(indexed, at: now)
        if unwatched > 0 { pipeline.monitor.update { $0.counts.unwatched += unwatched } }
    }

    /// Looks for what was written until a search finds it, one look at a time.
    func startLook(_ group: inout TaskGroup<Signal>) {
        guard let documents = watch.next() else { return }
        let index = pipeline.index
        group.addTask { .looked(isFound: await index.becomesSearchable(documents, within: SearchabilityWatch.patience)) }
    }

    /// - Parameter isAtOnce: whether that is known by the index's answer alone.
    func showSearchable(_ writes: [SearchabilityWatch.Write], isAtOnce: Bool = false) {
        let now = clock.now
        pipeline.monitor.noteSearchable(writes.map { (now - $0.readAt, $0.timestamp) })
        show(writes, \.event) { write in
            let wait = now - write.readAt
            return LiveProgress(.searchable, indexed: isAtOnce ? wait : nil, searchable: wait)
        }
    }

    private func show(_ records: [PendingRecord], _ step: (PendingRecord) -> LiveProgress?) { show(records, \.event, step) }

    private func show<Item>(_ items: [Item], _ event: (Item) -> LiveEvent.ID?, _ step: (Item) -> LiveProgress?) {
        guard let feed = pipeline.feed, !items.isEmpty else { return }
        var progress: [LiveEvent.ID: LiveProgress] = [:]
        progress.reserveCapacity(items.count)
        for item in items {
            if let event = event(item), let step = step(item) { progress[event] = step }
        }
        feed.advance(progress)
    }

    func showOldestPending() {
        let oldest = (inFlight.first + queue.records.prefix(1)).map(\.producedAt).min()
        pipeline.monitor.update { $0.oldestPending = oldest }
    }
}

extension WritesInFlight.Finished {
    /// Those of partitions that were not given up. The others have been read again meanwhile, or will be.
    fileprivate func ours(of records: [PendingRecord]) -> [PendingRecord] {
        lost.isEmpty ? records : records.filter { !lost.contains($0.record.partition) }
    }
}

extension PendingRecord {
    /// How far it is once the index has confirmed it.
    fileprivate func progress(_ indexed: Duration) -> LiveProgress {
        switch effect {
        case .operation(.index): LiveProgress(.indexed, indexed: indexed)
        case .operation(.delete): LiveProgress(.deleted, indexed: indexed)
        case .deadLetter(let letter): LiveProgress(.rejected(letter.kind, letter.reason))
        }
    }
}
