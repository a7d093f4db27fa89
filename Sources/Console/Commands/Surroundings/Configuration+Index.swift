import Engine

extension Configuration {
    /// Whether the index is a server's, which others share, and not the embedded one.
    var isOnServer: Bool { !elasticsearch.isEmpty }

    /// Where the index is, for an error.
    func indexPlace() throws(Failure) -> SafeText {
        guard isOnServer else { return "\(try dataFolder())" }
        return elasticsearch.map(\.shown).joined(separator: ", ")
    }

    /// Opens the index that the configuration names; for a server nothing is sent yet.
    /// - Parameters:
    ///   - patience: how long a server may take for an answer, where that is not the usual time.
    ///   - tell: told what takes long, each hundredth of it.
    func openIndex(
        _ access: EmbeddedIndex.Access, patience: Duration? = nil,
        tell: @Sendable (_ step: SafeText, _ percent: Int) -> Void = { _, _ in }
    ) async throws(Failure) -> any SearchIndex {
        guard var settings = try elasticsearchSettings(asking: TerminalPrompt.ask) else {
            return try await EmbeddedIndex.open(folder: dataFolder(), access: access) { percent in
                tell("bringing the index of an older Kelp up to date: \(percent) %", percent)
            }
        }
        settings.isReadOnly = access == .reader
        if let patience { (settings.connectTimeout, settings.searchTimeout) = (patience, patience) }
        return try ElasticsearchIndex(settings)
    }

    /// Opens the index for as long as the work takes.
    /// - Parameters:
    ///   - errors: where warnings go, once they are known.
    ///   - patience: how long a server may take for an answer, where that is not the usual time.
    func withIndex<Value>(
        _ access: EmbeddedIndex.Access, errors: Output, patience: Duration? = nil,
        _ work: (any SearchIndex) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let index = try await openIndex(access, patience: patience) { step, percent in
            if percent.isMultiple(of: 10) { errors.note("kelp: " + step) }
        }
        for warning in index.warnings { errors.note("kelp: " + warning) }
        return try await finally({ await index.close() }) { () async throws(Failure) in try await work(index) }
    }
}
