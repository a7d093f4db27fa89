public import Engine

/// What an index does that it should not.
public struct Mismatch: Error, CustomStringConvertible {
    /// What was expected and what came.
    public var description: String

    init(_ description: String) { self.description = description }
}

/// An index on trial, with names of indexes that nobody else uses.
public struct ConformanceBench: Sendable {
    /// The index on trial.
    public let index: any SearchIndex
    /// The index that most cases write to.
    public let name: IndexName

    /// - Parameter name: of an index that does not exist; cases make it, and others whose names begin with it.
    public init(_ index: any SearchIndex, name: IndexName) {
        self.index = index
        self.name = name
    }

    /// How long anything may take to be seen by a search.
    static let patience = Duration.seconds(20)

    /// Writes documents, and waits until a search finds them.
    @discardableResult func write(_ operations: WriteOperation...) async throws -> [WriteOutcome] {
        try await write(operations)
    }

    @discardableResult func write(_ operations: [WriteOperation]) async throws -> [WriteOutcome] {
        let batch = WriteBatch(operations: operations)
        let outcomes = try await index.write(batch)
        try expect(outcomes.count == operations.count, "\(operations.count) outcomes, got \(outcomes.count)")
        try expect(
            await index.becomesSearchable(batch.operations.map(\.key), within: ConformanceBench.patience),
            "the batch to become searchable")
        return outcomes
    }

    /// Asks until the ids are as expected.
    public func finds(
        _ ids: [String], _ query: Query, sort: Sort = .latest, order: SortOrder = .descending, start: Int = 0, size: Int = 10,
        inAnyOrder: Bool = false, among names: [IndexName]? = nil
    ) async throws {
        let request = SearchRequest(
            indexes: names ?? [name], query: query, sort: sort, order: order, start: start, size: size)
        var found: [String] = []
        let end = ContinuousClock.now + ConformanceBench.patience
        repeat {
            found = try await index.search(request).hits.map(\.id.rawValue)
            if inAnyOrder ? found.sorted() == ids.sorted() : found == ids { return }
            try await Task.sleep(for: .milliseconds(50))
        } while ContinuousClock.now < end
        throw Mismatch("\(query) by \(sort) \(order) should find \(ids), found \(found)")
    }

    func expect(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
        if !isTrue { throw Mismatch("expected \(what())") }
    }

    /// The failure that the call must end with.
    func failure(_ call: () async throws -> Void) async throws -> Failure {
        do {
            try await call()
        } catch let failure as Failure {
            return failure
        }
        throw Mismatch("expected a failure")
    }

    /// A document whose JSON has these fields.
    func document(
        _ id: String, name: String? = nil, description: String? = nil, createdAt: Int64? = nil, popularity: Int64? = nil,
        other: [String: String] = [:], in index: IndexName? = nil
    ) -> WriteOperation {
        var json = JSONWriter()
        json.beginObject()
        func member(_ key: String, _ text: String?) {
            guard let text else { return }
            json.key(key)
            json.string(text)
        }
        member("id", id)
        member("name", name)
        member("description", description)
        for (key, text) in other.sorted(by: { $0.key < $1.key }) { member(key, text) }
        if let createdAt {
            json.key("created_at")
            json.number(createdAt)
        }
        if let popularity {
            json.key("popularity")
            json.number(popularity)
        }
        json.endObject()
        return .index(
            Document(
                index: index ?? self.name, id: DocumentID(id), source: json.bytes, name: name, description: description,
                otherText: [id] + other.values.sorted(), createdAt: createdAt.map { Timestamp(milliseconds: $0) },
                popularity: popularity))
    }
}

/// One thing that every index does alike.
public struct ConformanceCase: Sendable, CustomStringConvertible {
    /// What it does, as a sentence.
    public let description: String
    /// Throws a `Mismatch` where it does not.
    public let run: @Sendable (ConformanceBench) async throws -> Void

    init(_ description: String, _ run: @escaping @Sendable (ConformanceBench) async throws -> Void) {
        self.description = description
        self.run = run
    }

    /// All of them; each wants a bench of its own.
    public static let all = searching + fields + ordering + paging + writing + keeping
}
