extension PipelineLoop {
    /// Takes in what a poll brought, and does what may only be done between two polls.
    func take(_ result: Result<Polled, Failure>, _ group: inout TaskGroup<Signal>) async {
        switch result {
        case .success(let polled):
            if sourceBackoff != .soon {
                sourceBackoff = .soon
                pipeline.monitor.clear(.source)
            }
            for event in polled.events { await handle(event, &group) }
            accept(polled.records)
        case .failure(let failure): pollFailed(failure, &group)
        }
        if waitsForAssignment { await assign() }
        if case .browse = pipeline.mode, !assigned.isEmpty, let target = pipeline.takeSeek() { await seek(target) }
        if clock.now - lastCommit >= .seconds(1) { await commit() }
        if pipeline.mode == .indexUntilEnd { endIfDone() }
    }

    private func pollFailed(_ failure: Failure, _ group: inout TaskGroup<Signal>) {
        if pipeline.mode == .indexUntilEnd && !failure.isWorthRetrying && failure.kind != .cancelled { return fail(failure) }
        let pause = sourceBackoff.next()
        pipeline.monitor.report(.source, failure.sentence, nextAttempt: pause)
        setTimer(.poll, for: pause, &group)
    }

    private func handle(_ event: SourceEvent, _ group: inout TaskGroup<Signal>) async {
        let monitor = pipeline.monitor
        switch event {
        case .assigned(let partitions): take(partitions)
        case .revoked(let partitions, let isLost): await giveUp(Set(partitions), isLost: isLost, &group)
        case .reachedEnd(let partition, let next):
            if ends[partition] == nil { ends[partition] = next }
            monitor.update { $0.lags[partition] = 0 }
        case .trouble(let reason): monitor.report(.source, reason)
        case .recovered: monitor.clear(.source)
        case .lag(let lags): monitor.update { $0.lags.merge(lags) { $1 } }
        case .notice(let notice): monitor.update { $0.notices[.source] = notice }
        case .unknownTopic(let topic): miss(topic)
        }
    }

    private func take(_ partitions: [TopicPartition]) {
        assigned = Set(partitions)
        assignedAt = clock.now
        waitsForAssignment = true
        let found = Set(partitions.map(\.topic))
        if !unknownTopics.isDisjoint(with: found) {
            unknownTopics.subtract(found)
            pipeline.monitor.clear(.source)
        }
        showUnknownTopics()
    }

    private func miss(_ topic: TopicName) {
        unknownTopics.insert(topic)
        showUnknownTopics()
        guard unknownTopics.isSuperset(of: pipeline.routes.keys) else { return }
        let sentence: SafeText = "the topic \(topic) does not exist; create it or name another one with --topic"
        if pipeline.mode == .indexUntilEnd { fail(Failure(.usage, sentence)) }
        pipeline.monitor.report(.source, sentence)
    }

    private func showUnknownTopics() {
        let names = unknownTopics.sorted().map { SafeText($0).string }.joined(separator: ", ")
        let notice: SafeText? = names.isEmpty ? nil : "does not exist yet: \(names)"
        pipeline.monitor.update { $0.notices[.topics] = notice }
    }

    /// Begins to read what the group gave. An index that keeps positions itself wrote them together with the documents, so they
    /// count, and a partition that it has never read begins with its oldest record, whatever the group did for other indexes.
    private func assign() async {
        // What is in flight for a lost partition decides where the partition goes on.
        guard inFlight.isEmpty || !pipeline.mode.isIndexing else { return }
        if case .browse(let start) = pipeline.mode { return await assign(from: start) }
        do throws(Failure) {
            let positions = assigned.isEmpty ? [:] : try await pipeline.index.positions()
            keepsPositions = positions != nil
            guard await findTargets() else { return }
            if retryAt == nil { pipeline.monitor.clear(.index) }
            await assign { partition in
                guard let positions else { return .committed }
                return positions[partition].map { .offset($0) } ?? .beginning
            }
        } catch {
            pipeline.monitor.report(.index, error.sentence)
        }
    }

    /// Where a run until the end is to end: a stream that never rests would have no end otherwise.
    private func findTargets() async -> Bool {
        let unknown = assigned.filter { targets[$0] == nil }
        guard pipeline.mode == .indexUntilEnd, !unknown.isEmpty else { return true }
        return await ask { source throws(Failure) in
            self.targets.merge(try await source.ends(of: unknown)) { old, _ in old }
        }
    }

    private func assign(from start: StartPosition) async { await assign { _ in start } }

    /// The partitions that are not meant go on where they are.
    private func seek(_ target: SeekTarget) async {
        let meant = assigned.filter(target.includes)
        let notice: SafeText? = meant.isEmpty ? "nothing was sought: \(target.place) is not among the topics that are read" : nil
        pipeline.monitor.update { $0.notices[.seek] = notice }
        if !meant.isEmpty { await assign(only: meant) { _ in target.start } }
    }

    private func assign(only partitions: Set<TopicPartition>? = nil, _ start: (TopicPartition) -> StartPosition) async {
        let starts = Dictionary(uniqueKeysWithValues: (partitions ?? assigned).map { ($0, start($0)) })
        guard await ask({ source throws(Failure) in try await source.assign(starts) }) else { return }
        waitsForAssignment = false
        forgetPause()
        pipeline.monitor.update { state in
            state.isAssigned = true
            state.counts.partitions = self.assigned
        }
    }

    private func giveUp(_ partitions: Set<TopicPartition>, isLost: Bool, _ group: inout TaskGroup<Signal>) async {
        if !isLost {
            await finishWriting(within: PipelineLoop.handOverTime, &group)
            await commit()
        }
        // What could not be written in time is read again by whoever gets the partition.
        queue.keep { !partitions.contains($0) }
        inFlight.giveUp(partitions)
        assigned.subtract(partitions)
        waitsForAssignment = false
        // Having nothing until the group has decided anew does not mean that all is read.
        assignedAt = nil
        for partition in partitions {
            tracker.forget(partition)
            committed[partition] = nil
            durable[partition] = nil
        }
        pipeline.monitor.update { state in
            for partition in partitions { state.lags[partition] = nil }
            state.isAssigned = false
            state.counts.partitions = self.assigned
        }
        showOldestPending()
        _ = await ask { source throws(Failure) in try await source.unassign() }
    }

    private func accept(_ records: [Record]) {
        let seenAt = Timestamp.now
        // A record of a partition that is no longer ours is read by its new owner.
        let ours = isOurs(records) ? records : records.filter { assigned.contains($0.partition) }
        let effects = ours.map { pipeline.decoder.decode($0) }
        var event = publish(ours, effects, seenAt: seenAt)
        let rejected = effects.count { $0?.isLetter == true }
        let now = clock.now
        pipeline.monitor.update { state in
            state.counts.recordsRead += ours.count
            state.counts.rejected += rejected
            state.read.add(ours.count, at: now)
        }
        guard pipeline.mode.isIndexing else { return }
        var pending: [PendingRecord] = []
        pending.reserveCapacity(ours.count)
        // By place: a record that is handed on costs a count for each of its parts, on cache lines that other threads use too.
        for place in ours.indices {
            guard let effect = effects[place] else { continue }
            let producedAt = min(ours[place].timestamp ?? seenAt, seenAt)
            pending.append(
                PendingRecord(record: ours[place], effect: effect, event: event, readAt: now, producedAt: producedAt))
            event = event.map { LiveEvent.ID($0.rawValue + 1) }
        }
        tracker.receive(pending)
        queue.append(pending)
        noteEnds(ours)
        showOldestPending()
    }

    private func isOurs(_ records: [Record]) -> Bool {
        var last: TopicPartition?
        return records.allSatisfy { record in
            // Mostly the one before was of the same, which needs no look-up.
            if record.partition == last { return true }
            last = record.partition
            return assigned.contains(record.partition)
        }
    }

    /// Shows the records, if anybody looks on.
    /// - Returns: the number of the first one.
    private func publish(_ records: [Record], _ effects: [RecordDecoder.Effect?], seenAt: Timestamp) -> LiveEvent.ID? {
        guard let feed = pipeline.feed else { return nil }
        var events = zip(records, effects).compactMap { record, effect in
            effect.map { LiveEvent(record, effect: $0, seenAt: seenAt) }
        }
        let first = feed.publish(events)
        if let probe = pipeline.probe {
            for place in events.indices { events[place].id = LiveEvent.ID(first.rawValue + UInt64(place)) }
            probe.add(events)
        }
        return first
    }

    private func noteEnds(_ records: [Record]) {
        guard !targets.isEmpty else { return }
        for (place, record) in records.enumerated()
        where place + 1 == records.count || records[place + 1].partition != record.partition {
            guard let target = targets[record.partition], record.offset.next >= target, ends[record.partition] == nil else {
                continue
            }
            ends[record.partition] = target
        }
    }

    /// Tells the group what is durable. The index's own positions do not depend on it: a failure is only shown.
    func commit() async {
        lastCommit = clock.now
        let news = tracker.committable.filter { committed[$0.key] != $0.value }
        guard pipeline.mode.isIndexing, !news.isEmpty else { return }
        do throws(Failure) {
            try await pipeline.source.commit(news)
            committed.merge(news) { $1 }
            pipeline.monitor.update { $0.notices[.commits] = nil }
        } catch {
            let notice: SafeText = "the group's offsets could not be committed: \(error.sentence)"
            pipeline.monitor.update { $0.notices[.commits] = notice }
        }
    }

    /// Whether there is nothing more to read: what is read already must be written.
    var isReadToEnd: Bool {
        pipeline.mode == .indexUntilEnd && !waitsForAssignment && !assigned.isEmpty && assigned.allSatisfy { ends[$0] != nil }
    }

    func endIfDone() {
        if let trouble = pipeline.monitor.trouble, Timestamp.now > trouble.since.advanced(by: PipelineLoop.patience) {
            return fail(Failure(.unavailable, trouble.reason))
        }
        guard let assignedAt, !waitsForAssignment else { return }
        // A group that is still forming may give nothing at first.
        if assigned.isEmpty && clock.now - assignedAt < .seconds(5) { return }
        let isDone = assigned.allSatisfy { partition in
            ends[partition].map { tracker.isFinished(partition, before: $0) } ?? false
        }
        if isDone { end() }
    }
}

extension LiveEvent {
    /// The event that a record is at first; the feed numbers it.
    fileprivate init(_ record: Record, effect: RecordDecoder.Effect, seenAt: Timestamp) {
        self.init(id: ID(0), record: record, document: nil, seenAt: seenAt)
        switch effect {
        case .operation(let operation):
            key = operation.key
            if case .index(let document) = operation { self.document = document }
        case .deadLetter(let letter): progress.stage = .rejected(letter.kind, letter.reason)
        }
    }
}
