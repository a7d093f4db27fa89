import Engine

/// Keeps queries in the user's files, one change after the other. Used on the screen's thread only.
final class QueryStore {
    /// Where queries are kept; what has no place is gone at the end.
    struct Files: Sendable {
        var history: HistoryFile?
        var saved: SavedQueriesFile?
    }

    private let files: Files
    private let mailbox: Mailbox
    /// Ends when everything that was to be kept is.
    private(set) var work: Task<Void, Never>?

    init(_ files: Files, _ mailbox: Mailbox) {
        self.files = files
        self.mailbox = mailbox
    }

    func load() {
        run(Event.historyFailed) { (files, mailbox) throws(Failure) in
            guard let history = files.history else { return }
            mailbox.post(.earlierQueries(try await history.load()))
        }
        run(Event.savingFailed) { (files, mailbox) throws(Failure) in
            guard let saved = files.saved else { return }
            mailbox.post(.savedQueries(try saved.load()))
        }
    }

    func keep(_ query: String) {
        run(Event.historyFailed) { (files, _) throws(Failure) in try await files.history?.add(query) }
    }

    func forget(_ query: String) {
        run(Event.historyFailed) { (files, _) throws(Failure) in try await files.history?.remove(query) }
    }

    func save(_ query: SavedQuery) { changeSaved { $0.save(query) } }

    func delete(_ name: String) { changeSaved { $0.remove(name) } }

    private func changeSaved(_ change: @escaping @Sendable (inout [SavedQuery]) -> Void) {
        run(Event.savingFailed) { (files, mailbox) throws(Failure) in
            guard let saved = files.saved else { return }
            mailbox.post(.savedQueries(try await saved.change(change)))
        }
    }

    private func run(
        _ failed: @escaping @Sendable (Failure) -> Event,
        _ step: @escaping @Sendable (Files, Mailbox) async throws(Failure) -> Void
    ) {
        let (files, mailbox, earlier) = (files, mailbox, work)
        work = Task {
            await earlier?.value
            do throws(Failure) {
                try await step(files, mailbox)
            } catch {
                mailbox.post(failed(error))
            }
        }
    }
}
