extension ElasticsearchIndex {
    private var deadLetterPath: String { "/" + DeadLetterDocument.index.rawValue }

    /// Keeps dead letters in an index of Kelp's own.
    func keep(_ letters: [DeadLetter]) async throws(Failure) {
        guard !letters.isEmpty else { return }
        try await makeIfMissing(DeadLetterDocument.index, IndexMapping.deadLetters)
        var rest = letters[...]
        while !rest.isEmpty {
            var bytes = 0
            let count = rest.prefix { letter in
                bytes += (letter.payload?.count ?? 0) * 2 + 1000
                return bytes <= BulkLanes.bulkLimit
            }.count
            try await send(rest.prefix(max(1, count)), at: .now, hasPayload: true)
            rest = rest.dropFirst(max(1, count))
        }
    }

    private func send(_ letters: ArraySlice<DeadLetter>, at moment: Timestamp, hasPayload: Bool) async throws(Failure) {
        var body = BulkBody(capacity: 0)
        for letter in letters {
            let key = DocumentKey(index: DeadLetterDocument.index, id: DeadLetterDocument.id(letter))
            body.appendNew(key, DeadLetterDocument.source(letter, at: moment, hasPayload: hasPayload))
        }
        switch try await sendBulk(body.bytes, count: letters.count, isWatched: true) {
        case .done: return
        case .items(let items):
            guard let bad = items.first(where: { $0.outcome != .done }) else { return }
            if case .refused(let reason) = bad.outcome, letters.count == 1, !hasPayload { throw unkept(reason) }
            guard case .refused = bad.outcome else { throw Failure(.tryAgain, "dead letters cannot be kept now: \(bad.reason)") }
            try await sendSmaller(letters, at: moment)
        case .blocked(let reason): throw Failure(.tryAgain, "dead letters cannot be kept now: \(reason)")
        case .notLikeThis(let reason):
            guard letters.count > 1 || hasPayload else { throw unkept(reason) }
            try await sendSmaller(letters, at: moment)
        }
    }

    /// One by one, and the one that is still too large without its payload: a reason without bytes is better than none.
    private func sendSmaller(_ letters: ArraySlice<DeadLetter>, at moment: Timestamp) async throws(Failure) {
        guard letters.count > 1 else { return try await send(letters, at: moment, hasPayload: false) }
        for number in letters.indices { try await send(letters[number...number], at: moment, hasPayload: true) }
    }

    private func unkept(_ reason: SafeText) -> Failure {
        Failure(.tryAgain, "the index \(DeadLetterDocument.index) takes no dead letters (\(reason)): mend or delete it")
    }

    /// Dead letters, the newest first; at most ten thousand.
    public func deadLetters(before number: Int64?, limit: Int) async throws(Failure) -> [StoredDeadLetter] {
        let size = min(max(limit, 0), SearchBody.window)
        // A letter's number is one more than its place in the shard's history: the index has one shard, and a letter never changes.
        let query = number.map { #","query":{"range":{"_seq_no":{"lt":\#($0 - 1)}}}"# } ?? ""
        let found = try await searchDeadLetters(
            #"{"size":\#(size),"seq_no_primary_term":true,"sort":[{"_seq_no":"desc"}]\#(query)}"#)
        return found?.places.compactMap { DeadLetterDocument.read($0.source, number: $1 + 1) } ?? []
    }

    /// Forgets dead letters.
    public func drop(deadLetters numbers: [Int64]) async throws(Failure) {
        let places = numbers.map { String($0 - 1) }.joined(separator: ",")
        let found = try await searchDeadLetters(
            #"{"size":\#(numbers.count),"_source":false,"query":{"terms":{"_seq_no":[\#(places)]}}}"#)
        guard let found, !found.hits.isEmpty else { return }
        let outcomes = try await write(
            WriteBatch(operations: found.hits.map { .delete($0.id, DeadLetterDocument.index) }))
        for outcome in outcomes {
            switch outcome {
            case .done: continue
            case .tryAgain(let reason), .refused(let reason):
                throw Failure(.tryAgain, "dead letters cannot be dropped now: \(reason)")
            }
        }
    }

    /// What a search among the dead letters finds; `nil` where there is no such index.
    private func searchDeadLetters(_ body: String) async throws(Failure) -> SearchResponse? {
        guard try await refreshDeadLetters() else { return nil }
        let request = question(.post, deadLetterPath + "/_search", Array(body.utf8))
        let response = try await ask(request)
        return try read(response, to: request) { bytes throws(JSONError) in try SearchResponse(bytes, sort: .latest) }
    }

    /// How many dead letters are kept.
    public func deadLetterCount() async throws(Failure) -> Int {
        guard try await refreshDeadLetters() else { return 0 }
        let request = question(.get, deadLetterPath + "/_count")
        let response = try await ask(request)
        return try read(response, to: request) { bytes throws(JSONError) in
            var cursor = JSONCursor(bytes)
            guard try cursor.enterObject() else { throw JSONError("it is no object", at: 0, in: bytes) }
            while let key = try cursor.nextKey() {
                if key == "count" { return try cursor.count() ?? 0 }
                try cursor.skip()
            }
            throw JSONError("it has no count", at: 0, in: bytes)
        }
    }

    /// Makes them all to be seen; `false` where there is no such index. Who may not refresh sees them a second later.
    private func refreshDeadLetters() async throws(Failure) -> Bool {
        let response = try await send(question(.post, deadLetterPath + "/_refresh"))
        return response.status != 404
    }
}
