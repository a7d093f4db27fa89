import Synchronization

extension ElasticsearchIndex {
    /// Writes by bulks, several at once. What is done is durable; a search sees it from the next refresh on.
    public func write(_ batch: WriteBatch) async throws(Failure) -> [WriteOutcome] {
        guard isWritable else { throw Failure(.notAllowed, "\(backend) is read-only here: change the profile") }
        _ = try await dialect()
        for index in batch.indexes.sorted() { try await makeIfMissing(index, IndexMapping.documents) }
        try await keep(batch.deadLetters)
        let lanes = knowledge.withLock { $0.lanes.begin(batch.operations) }
        defer { knowledge.withLock { $0.lanes.end(lanes.count) } }
        let operations = batch.operations
        let results = await withTaskGroup(of: Result<BulkLane, Failure>.self) { group in
            for numbers in lanes { group.addTask { await self.write(numbers, of: batch) } }
            // The lanes are waited for even where one fails: what is under way would otherwise overtake the next attempt.
            return await group.reduce(into: []) { $0.append($1) }
        }
        var outcomes = [WriteOutcome](repeating: .tryAgain("nothing was heard of it"), count: operations.count)
        for result in results {
            let lane = try result.get()
            for (number, outcome) in lane.outcomes { outcomes[number] = outcome }
            knowledge.withLock { $0.unseen.note(lane.written) }
        }
        return outcomes
    }

    private func write(_ numbers: [Int], of batch: WriteBatch) async -> Result<BulkLane, Failure> {
        var lane = BulkLane()
        let operations = batch.operations
        var rest = numbers[...]
        do throws(Failure) {
            while !rest.isEmpty {
                let bulk = BulkLanes.nextBulk(of: rest, operations, isDistinct: batch.isDistinct)
                rest = rest[bulk.endIndex...]
                let free = lane.unblocked(bulk, operations)
                if !free.isEmpty { try await send(free[...], of: batch, &lane) }
            }
        } catch {
            return .failure(error)
        }
        return .success(lane)
    }

    private func send(_ bulk: ArraySlice<Int>, of batch: WriteBatch, _ lane: inout BulkLane) async throws(Failure) {
        let operations = batch.operations
        // Mostly all of it goes to one index, which the request says once and not each operation anew.
        let home = bulk.first.map { operations[$0].key.index }.flatMap { $0.aliasFlaw == nil ? $0 : nil }
        var body = BulkBody(capacity: bulk.reduce(0) { $0 + operations[$1].bulkBytes }, home: home)
        for number in bulk { body.append(operations[number]) }
        switch try await sendBulk(body.bytes, count: bulk.count, to: home, isWatched: batch.isWatched) {
        case .done: lane.noteDone(bulk)
        case .items(let items): lane.note(bulk, operations, items)
        case .blocked(let reason):
            for number in bulk { lane.note(number, operations[number], .tryAgain(reason)) }
        case .notLikeThis(let reason):
            guard bulk.count > 1 else {
                return lane.note(bulk[bulk.startIndex], operations[bulk[bulk.startIndex]], .refused(reason))
            }
            // One of them, or their sum, is too much: halves show which.
            let middle = bulk.startIndex + bulk.count / 2
            try await send(bulk[..<middle], of: batch, &lane)
            try await send(bulk[middle...], of: batch, &lane)
        }
    }
}

extension ElasticsearchIndex {
    /// What became of a bulk as a whole.
    enum BulkAnswer {
        /// All of it was done.
        case done
        /// It was looked at, one by one.
        case items([BulkResponse.Item])
        /// Nothing of it was done, and somebody has to mend something first.
        case blocked(SafeText)
        /// It is too large, or holds something that spoils all of it.
        case notLikeThis(SafeText)
    }

    /// What is smaller than this, in bytes, nobody finds too large.
    private static let smallBulk = 100_000

    /// Sends a bulk. Where nobody looks out for its documents, only whether all was done is asked for: what became of each is work for
    /// both sides, and mostly the same. Where not all was done, it is sent once more to learn that: errors alone can be asked for, but the
    /// answer then does not say of which operations they are. It says every id, so that nothing is there twice.
    /// - Parameter home: the index of the operations that name none.
    func sendBulk(
        _ body: [UInt8], count: Int, to home: IndexName? = nil, isWatched: Bool
    ) async throws(Failure) -> BulkAnswer {
        let isShort = !isWatched && knowledge.withLock { !$0.detail.isWanted }
        let answer = try await sendBulk(body, count: count, to: home, isShort ? .verdict : .items)
        guard case .items(let items) = answer, items.isEmpty else { return answer }
        return try await sendBulk(body, count: count, to: home, .items)
    }

    private func sendBulk(
        _ body: [UInt8], count: Int, to home: IndexName?, _ extent: BulkResponse.Extent
    ) async throws(Failure) -> BulkAnswer {
        let index = home.map(path) ?? ""
        var request = NodeRequest(.post, "\(index)/_bulk?\(extent.filter)", json: body)
        request.contentType = .lines
        request.timeout = settings.writeTimeout
        let response: NodeResponse
        do throws(TransportFailure) {
            response = try await inTurn { () async throws(TransportFailure) in try await client.send(request) }
        } catch {
            // Some servers and proxies refuse what is too large by hanging up.
            let isMaybeTooLarge = error.kind == .brokenOff && count > 1 && body.count > ElasticsearchIndex.smallBulk
            if isMaybeTooLarge { return .notLikeThis(error.sentence) }
            throw error.failure
        }
        let isOverloaded = response.status == 429
        switch response.status {
        case 200..<300:
            let bulk = try read(response, to: request) { bytes throws(JSONError) in
                try BulkResponse(bytes, count: count, extent)
            }
            knowledge.withLock { knowledge in
                knowledge.detail.note(hasErrors: bulk.hasErrors)
                knowledge.lanes.note(isOverloaded: bulk.items.contains(where: \.isOverload))
            }
            return bulk.items.isEmpty && !bulk.hasErrors ? .done : .items(bulk.items)
        case 401, 403: return .blocked(APIError(response, to: request).failure.sentence)
        case 413: return .notLikeThis(APIError(response, to: request).failure.sentence)
        // A proxy says 400 too; only what the index itself says can be held against a document.
        case 400 where !APIError(response, to: request).reason.type.isEmpty:
            return .notLikeThis(APIError(response, to: request).failure.sentence)
        default:
            if isOverloaded { knowledge.withLock { $0.lanes.note(isOverloaded: true) } }
            throw APIError(response, to: request).failure
        }
    }

    /// Learns who the server is and which of the indexes are there, both of which a write asks otherwise.
    public func prepare(for indexes: Set<IndexName>) async {
        guard isWritable, (try? await dialect()) != nil else { return }
        for index in indexes.sorted() {
            guard (try? await isMissing(index)) != nil else { return }
        }
    }

    /// Makes an index unless it is there, or an alias of its name is. Several may try at once.
    func makeIfMissing(_ index: IndexName, _ mapping: String) async throws(Failure) {
        guard try await isMissing(index) else { return }
        let request = question(.put, path(of: index), Array(mapping.utf8))
        let made = try await send(request)
        // It may be there by now, or a template makes it on its own, or it may not be made: a bulk tells.
        if made.isBusy || made.status >= 500 { throw APIError(made, to: request).failure }
        knowledge.withLock { $0.present[index] = .now }
    }

    /// Whether an index is known to be missing, and no alias has its name. What was seen a while ago is not asked again.
    private func isMissing(_ index: IndexName) async throws(Failure) -> Bool {
        let now = ContinuousClock.now
        if let seen = knowledge.withLock({ $0.present[index] }), now - seen < ElasticsearchIndex.memory { return false }
        // What is no name of an index, a bulk refuses one by one, with the reason.
        guard index.aliasFlaw == nil else { return false }
        let request = question(.head, path(of: index))
        let response = try await send(request)
        if response.status == 404 { return true }
        if response.isBusy { throw APIError(response, to: request).failure }
        knowledge.withLock { $0.present[index] = now }
        return false
    }

    private func path(of index: IndexName) -> String { "/" + percentEncoded(index.rawValue) }
}

extension WriteBatch {
    /// The indexes that it changes.
    fileprivate var indexes: Set<IndexName> {
        var last: IndexName?
        return operations.reduce(into: []) { indexes, operation in
            let index = operation.key.index
            // Mostly one: what was seen just now needs no look-up.
            if index != last { indexes.insert(index) }
            last = index
        }
    }
}
