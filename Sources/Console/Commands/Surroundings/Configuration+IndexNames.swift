import Engine

extension Configuration {
    /// - Parameter names: the indexes that documents are to go into.
    /// - Throws: `.usage` if a server has no such index and cannot make it: each document would be refused for it.
    func requireMakeable(_ names: some Sequence<IndexName>, in index: any SearchIndex) async throws(Failure) {
        guard isOnServer else { return }
        for name in names {
            // What is there already may be an alias, for which other rules hold.
            guard let flaw = name.flaw, try await !index.names().contains(name) else { continue }
            throw Failure(.usage, "no index can be called \(name): \(flaw)" + remedy(for: name))
        }
    }

    private func remedy(for name: IndexName) -> SafeText {
        guard let topic = routes.first(where: { $0.value == name })?.key, name.rawValue.lowercased() != name.rawValue else {
            return ""
        }
        return "; name another one for the topic with --topic \(topic):\(name.rawValue.lowercased())"
    }
}
