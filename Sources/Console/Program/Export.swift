import Engine

/// What is to be written to a file, and where.
struct Export: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        /// All hits of a search, whether they are on the screen or not.
        case results(SearchRequest)
        /// Records as they came.
        case events([Record])
    }

    var content: Content
    /// As it was typed; its end says how the file is written.
    var path: String

    /// Writes one.
    typealias Writer =
        @Sendable (Export, any SearchIndex, _ tell: @escaping @Sendable (_ count: Int) -> Void) async throws(Failure) -> Exported
}

extension State {
    /// Writes what is found, or the events in Live, to a file.
    mutating func export(to path: String) -> [Effect] {
        guard let content = exportedContent else {
            notice = Notice(.note, "there is nothing to export yet")
            return []
        }
        let export = Export(content: content, path: path)
        exporting = export
        notice = Notice(.note, "exporting…")
        return [.export(export)]
    }

    /// The command line with a name for the file, to be changed or taken.
    mutating func askForExport() {
        let name = focus == .live ? "events" : search.found?.request.indexes.first?.rawValue ?? "results"
        commandLine = CommandLineState()
        commandLine?.field = TextField("export \(name).jsonl")
    }

    mutating func stopExport() -> [Effect] {
        guard exporting != nil else { return [] }
        exporting = nil
        notice = Notice(.note, "the export was called off, and its file removed")
        return [.stopExport]
    }

    mutating func note(exported count: Int) {
        guard exporting != nil, notice?.kind ?? .note == .note else { return }
        notice = Notice(.note, "exporting… \(grouped(count)) so far; Esc calls it off")
    }

    mutating func take(_ result: Result<Exported, Failure>, of export: Export) {
        guard exporting == export else { return }
        exporting = nil
        switch result {
        case .success(let done): notice = Notice(.note, "exported \(Console.count(done.count, export.unit)) to \(done.path)")
        case .failure(let failure): notice = Notice(.failure, failure.sentence)
        }
    }

    private var exportedContent: Export.Content? {
        if focus == .live {
            let records = (live.events + live.held).map(\.record)
            return records.isEmpty ? nil : .events(records)
        }
        guard let found = search.found, !found.hits.isEmpty else { return nil }
        return .results(found.request)
    }
}

/// What came of an export.
struct Exported: Hashable, Sendable {
    /// How many hits or events are in the file.
    var count: Int
    /// The file's whole path.
    var path: SafeText
}

extension Export {
    fileprivate var unit: SafeText {
        switch content {
        case .results: "hit"
        case .events: "event"
        }
    }
}
