import Engine

/// Turns effects into tasks, and what they bring into events. Used on the screen's thread only.
final class EffectRunner {
    private let setup: ConsoleSetup
    private let mailbox: Mailbox
    private var opening: Task<Backend?, Never>?
    private var searching: Task<Void, Never>?
    private var listingFields: Task<Void, Never>?
    private var listingValues: Task<Void, Never>?
    /// Getting a single document or record; the newest wish counts.
    private var fetching: Task<Void, Never>?
    private var explaining: Task<Void, Never>?
    private var exporting: Task<Void, Never>?
    private let connection = Connection()
    let store: QueryStore

    /// How long the list of the indexes is waited for, in which the first one is searched.
    private static let patience = Duration.seconds(1)

    init(_ setup: ConsoleSetup, _ mailbox: Mailbox) {
        self.setup = setup
        self.mailbox = mailbox
        store = QueryStore(setup.queries, mailbox)
    }

    /// What is shown of the pipeline and the stream; `nil` until the backend is open.
    var backend: Backend? { connection.backend }

    func open() {
        let (setup, mailbox, connection) = (setup, mailbox, connection)
        opening = Task { await EffectRunner.open(setup, mailbox, connection) }
    }

    private static func open(_ setup: ConsoleSetup, _ mailbox: Mailbox, _ connection: Connection) async -> Backend? {
        do throws(Failure) {
            let backend = try await setup.open { mailbox.post(.stillOpening($0)) }
            // The list only helps to choose an index: what has none, or is slow to tell, can still be searched.
            let listing = NameListing(of: backend.index)
            let names = await listing.names(within: patience)
            connection.set(backend)
            backend.feed?.notify { mailbox.postLiveNews() }
            mailbox.post(
                .opened(
                    Opened(
                        backend: backend.index.backend, indexes: names ?? [], hasFeed: backend.feed != nil,
                        readsRecords: backend.records != nil,
                        // What keeps where it has read to keeps it of each document.
                        keepsRecords: (try? await backend.index.positions()).flatMap(\.self) != nil,
                        isOnServer: backend.isOnServer, server: backend.server, notice: backend.notice)))
            connection.run(backend.pipeline, telling: mailbox)
            if names == nil { listing.post(to: mailbox) }
            return backend
        } catch {
            mailbox.post(.openFailed(error))
            return nil
        }
    }

    /// Asks the newest question only: the one before is called off, and nothing is asked before it has ended. So the first key
    /// is answered at once, and a fast typist costs the index no more than one search at a time.
    ///
    /// It runs where the sockets are waited for: each further thread on the way would wait for a processor once more.
    func search(_ search: Search) {
        guard let index = backend?.index else { return }
        let (previous, mailbox) = (searching, mailbox)
        previous?.cancel()
        searching = Task(executorPreference: EventLoop.shared) {
            await previous?.value
            guard !Task.isCancelled else { return }
            do throws(Failure) {
                mailbox.post(.found(search, try await index.search(search.request)))
            } catch {
                mailbox.post(.searchFailed(search, error))
            }
        }
    }

    func listIndexes() {
        guard let index = backend?.index else { return }
        let mailbox = mailbox
        Task {
            // What was known before stays when it cannot be read again.
            guard let names = try? await index.names() else { return }
            mailbox.post(.indexes(names))
        }
    }

    func listFields(_ indexes: [IndexName]) {
        guard let index = backend?.index else { return }
        let mailbox = mailbox
        listingFields?.cancel()
        listingFields = Task {
            // An index that cannot tell its fields can still be searched.
            guard let fields = try? await index.fields(of: indexes), !Task.isCancelled else { return }
            mailbox.post(.fields(indexes, fields))
        }
    }

    /// Asks the newest question only, and not before the typing rests: the search has the first turn at the index.
    func listValues(_ question: ValueQuestion) {
        guard let index = backend?.index else { return }
        let (mailbox, searching, previous) = (mailbox, searching, listingValues)
        previous?.cancel()
        listingValues = Task {
            await previous?.value
            try? await Task.sleep(for: .milliseconds(80))
            await searching?.value
            guard !Task.isCancelled else { return }
            do throws(Failure) {
                let values = try await index.topValues(of: question.field, question.request, count: ValueQuestion.count)
                mailbox.post(.values(FieldValues(question: question, values: values)))
            } catch {
                mailbox.post(.valuesFailed(question, error))
            }
        }
    }

    func explain(_ request: SearchRequest, _ query: String) {
        guard let index = backend?.index else { return }
        let mailbox = mailbox
        explaining?.cancel()
        explaining = Task {
            do throws(Failure) {
                mailbox.post(.explained(query, try await index.explain(request)))
            } catch {
                mailbox.post(.notExplained(error))
            }
        }
    }

    func lookUp(_ key: DocumentKey, for event: LiveEvent.ID) {
        guard let index = backend?.index else { return }
        fetch { () throws(Failure) in
            try await index.document(key.id, in: key.index)
        } then: {
            .lookedUp(event, $0)
        }
    }

    func readRecord(_ position: RecordPosition, of key: DocumentKey) {
        guard let records = backend?.records else { return }
        fetch { () throws(Failure) in
            try await records.record(at: position)
        } then: {
            .recordRead(position, of: key, $0)
        }
    }

    func findRecord(of hit: Hit, _ key: DocumentKey) {
        guard let records = backend?.records else { return }
        let mailbox = mailbox
        fetch { () throws(Failure) in
            try await records.writer(of: hit, key) { mailbox.post(.recordSought($0, of: key)) }
        } then: {
            .recordFound(key, $0)
        }
    }

    func export(_ export: Export) {
        guard let index = backend?.index, let write = setup.export else { return }
        let (mailbox, previous) = (mailbox, exporting)
        previous?.cancel()
        exporting = Task {
            await previous?.value
            do throws(Failure) {
                let done = try await write(export, index) { mailbox.post(.exporting($0)) }
                mailbox.post(.exported(export, .success(done)))
            } catch {
                mailbox.post(.exported(export, .failure(error)))
            }
        }
    }

    func stopExport() { exporting?.cancel() }

    func stopFetching() { fetching?.cancel() }

    private func fetch<Value: Sendable>(
        _ get: @escaping @Sendable () async throws(Failure) -> Value,
        then event: @escaping @Sendable (Result<Value, Failure>) -> Event
    ) {
        let mailbox = mailbox
        fetching?.cancel()
        fetching = Task {
            do throws(Failure) {
                mailbox.post(event(.success(try await get())))
            } catch {
                mailbox.post(event(.failure(error)))
            }
        }
    }

    /// Ends the pipeline and lets go of the backend; `.closed` tells when that is done.
    func close() {
        for task in [searching, listingFields, listingValues, fetching, explaining, exporting] { task?.cancel() }
        opening?.cancel()
        let (opening, connection, mailbox, keeping, exporting) = (opening, connection, mailbox, store.work, exporting)
        Task {
            let backend = await opening?.value
            await keeping?.value
            await exporting?.value
            await connection.endPipeline()
            await backend?.close()
            mailbox.post(.closed)
        }
    }
}

/// The names of the indexes, on their way.
private struct NameListing: Sendable {
    private let task: Task<[IndexName]?, Never>

    init(of index: any SearchIndex) {
        task = Task { try? await index.names() }
    }

    /// The names, or `nil` where that takes longer, fails, or is not waited for any more; it goes on meanwhile.
    func names(within limit: Duration) async -> [IndexName]? {
        let (values, value) = AsyncStream<[IndexName]?>.makeStream()
        let task = task
        Task {
            value.yield(await task.value)
            value.finish()
        }
        let timer = Task {
            try? await Task.sleep(for: limit)
            value.finish()
        }
        defer { timer.cancel() }
        for await names in values { return names }
        return nil
    }

    /// Tells them when they come.
    func post(to mailbox: Mailbox) {
        let task = task
        Task { if let names = await task.value { mailbox.post(.indexes(names)) } }
    }
}
