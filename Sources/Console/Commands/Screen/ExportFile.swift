import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// A file that the console exports to. It is made by the export, and removed again unless all of it could be written.
struct ExportFile {
    private static let page = 500

    private let path: String
    private let format: HitFormat
    private let descriptor: Int32
    private let output: Output

    /// What writes exports.
    /// - Parameter home: the folder that `~` stands for.
    static func writer(home: String?) -> Export.Writer {
        { (export, index, tell) async throws(Failure) in try await write(export, index, home: home, tell) }
    }

    /// Writes an export.
    /// - Throws: `.usage` if the name does not say how to write it, or the file is there already; what stopped it otherwise.
    static func write(
        _ export: Export, _ index: any SearchIndex, home: String?, _ tell: @escaping @Sendable (Int) -> Void
    ) async throws(Failure) -> Exported {
        let file = try ExportFile(export, home: home)
        do throws(Failure) {
            let count = try await file.write(export.content, index, tell)
            try file.output.flush()
            return Exported(count: count, path: file.finish())
        } catch {
            file.remove()
            throw error
        }
    }

    private init(_ export: Export, home: String?) throws(Failure) {
        format = try Self.format(export)
        path = export.path.hasPrefix("~/") && home != nil ? (home ?? "") + export.path.dropFirst() : export.path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure(making: SafeText(path), errno) }
        output = Output(descriptor: descriptor)
    }

    private static func format(_ export: Export) throws(Failure) -> HitFormat {
        let end = export.path.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased()
        switch (export.content, end) {
        case (_, "jsonl"), (_, "ndjson"): return .jsonl
        case (.results, "json"): return .json
        case (.results, "csv"): return .csv
        case (.results, _): throw Failure(.usage, "end the file's name in .jsonl, .json or .csv, which says how it is written")
        case (.events, _): throw Failure(.usage, "events are written as .jsonl: end the file's name so")
        }
    }

    private static func failure(making name: SafeText, _ code: Int32) -> Failure {
        switch code {
        case EEXIST: Failure(.usage, "\(name) is there already: name another file")
        case ENOENT, ENOTDIR: Failure(.noInput, "there is no folder for \(name)")
        case EACCES, EPERM, EROFS: Failure(.notAllowed, "\(name) may not be written by this user")
        default: Failure(.disk, "\(name) cannot be written: \(String(cString: strerror(code)))")
        }
    }

    private func write(
        _ content: Export.Content, _ index: any SearchIndex, _ tell: @escaping @Sendable (Int) -> Void
    ) async throws(Failure) -> Int {
        switch content {
        case .events(let records):
            for record in records { try RecordFormat.jsonl.write(record, to: output) }
            return records.count
        case .results(let request): return try await write(request, index, tell)
        }
    }

    private func write(
        _ request: SearchRequest, _ index: any SearchIndex, _ tell: @escaping @Sendable (Int) -> Void
    ) async throws(Failure) -> Int {
        var request = request
        (request.start, request.after, request.size, request.isCounted) = (0, nil, Self.page, false)
        var writer = try HitWriter(format, to: output)
        var took = Duration.zero
        repeat {
            if Task.isCancelled { throw Failure(.cancelled, "the export was called off") }
            let results = try await index.search(request)
            if results.isPartial { throw Failure(.tryAgain, "a part of the index is away now: export again once it is back") }
            try writer.write(results.hits)
            took += results.took
            tell(writer.count)
            request.after = results.hits.isEmpty ? nil : results.next
        } while request.after != nil
        try writer.finish(total: .init(writer.count), took: took)
        return writer.count
    }

    /// - Returns: the whole path.
    private func finish() -> SafeText {
        close(descriptor)
        guard let whole = realpath(path, nil) else { return SafeText(path) }
        defer { free(whole) }
        return SafeText(String(cString: whole))
    }

    private func remove() {
        close(descriptor)
        unlink(path)
    }
}
