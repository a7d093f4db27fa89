import Engine

/// The index on Elasticsearch or OpenSearch.
struct ServerCheck: Sendable {
    private static let subject: SafeText = "index"
    /// Short enough for all attempts to end while somebody still waits.
    private static let connectTimeout = Duration.seconds(2)
    private static let timeout = Duration.seconds(7)

    let configuration: Configuration

    var check: Examination.Check {
        Examination.Check(subject: Self.subject) { _, tell in
            do throws(Failure) {
                guard var settings = try configuration.elasticsearchSettings() else { return }
                settings.connectTimeout = Self.connectTimeout
                settings.searchTimeout = Self.timeout
                try await examine(settings, tell)
            } catch {
                tell(.bad(Self.subject, error))
            }
        }
    }

    private func examine(_ settings: ElasticsearchSettings, _ tell: Examination.Tell) async throws(Failure) {
        var answering: ElasticsearchIndex?
        for node in settings.nodes {
            var only = settings
            only.nodes = [node]
            only.isSniffing = false
            let index = try ElasticsearchIndex(only)
            do throws(Failure) {
                try await index.ping()
                tell(.good(Self.subject, "\(node.shown) is \(index.backend)" + identity(only)))
                for warning in index.warnings where answering == nil { tell(.warning(Self.subject, warning)) }
                if answering == nil { answering = index } else { await index.close() }
            } catch {
                await index.close()
                // What is asked here, nobody typed: where it is not found, the address is wrong.
                tell(.bad(Self.subject, error.kind == .usage ? Failure(.configuration, error.sentence) : error))
            }
        }
        guard let index = answering else { return }
        if settings.isSniffing { await sniff(settings, tell) }
        await look(into: index, tell)
    }

    /// Which nodes the cluster names, and which of them cannot be asked from here.
    private func sniff(_ settings: ElasticsearchSettings, _ tell: Examination.Tell) async {
        do throws(Failure) {
            let index = try ElasticsearchIndex(settings)
            try await finally({ await index.close() }) { () async throws(Failure) in
                try await index.sniff()
                let found = index.nodes.filter { $0.trouble == nil }.map(\.address)
                let names = found.isEmpty ? "none" : found.joined(separator: ", ")
                tell(.good(Self.subject, "sniffing finds \(found.count) nodes: " + names))
                for node in index.nodes {
                    guard let trouble = node.trouble else { continue }
                    tell(.warning(Self.subject, "sniffing: \(node.address) cannot be asked from here: \(trouble)"))
                }
            }
        } catch {
            tell(.warning(Self.subject, "sniffing: \(error.sentence); leave sniff out, or mend that"))
        }
    }

    private func look(into index: ElasticsearchIndex, _ tell: Examination.Tell) async {
        await contents(index, tell)
        await asked(tell) { () async throws(Failure) in try await rights(index, tell) }
        await index.close()
    }

    /// An answer; where there is none, the reason is told, and the rest is looked at all the same.
    private func asked<Answer>(_ tell: Examination.Tell, _ ask: () async throws(Failure) -> Answer) async -> Answer? {
        do throws(Failure) {
            return try await ask()
        } catch {
            tell(.bad(Self.subject, error))
            return nil
        }
    }

    private func identity(_ settings: ElasticsearchSettings) -> SafeText {
        let name: SafeText =
            switch settings.credentials {
            case .basic(let user, _): ", logged in as \(user)"
            case .apiKey: ", logged in with an API key"
            case .bearer: ", logged in with a token"
            case nil: ""
            }
        return (settings.nodes.allSatisfy(\.isEncrypted) ? " over TLS" : "") + name
    }

    /// The indexes that Kelp would look into.
    private var names: [IndexName] {
        Array(Set(configuration.routes.values).union(configuration.index.map { [$0] } ?? [])).sorted()
    }

    private func contents(_ index: ElasticsearchIndex, _ tell: Examination.Tell) async {
        let summaries = await asked(tell) { () async throws(Failure) in try await index.indexes() } ?? []
        // Any node knows them, even where the sizes are not to be had.
        guard let there = await asked(tell, { () async throws(Failure) in try await index.names() }) else { return }
        for name in names {
            guard there.contains(name) else {
                tell(missing(name, among: there))
                continue
            }
            let summary = summaries.first { $0.name == name || $0.aliases.contains(name) }
            if let summary { tell(size(summary, of: name)) }
            let examinations = await asked(tell) { () async throws(Failure) in try await index.examine(name) }
            for examination in examinations ?? [] { trouble(examination).forEach(tell) }
        }
    }

    private func size(_ summary: IndexSummary, of name: IndexName) -> Finding {
        let health: SafeText = summary.health.map { ", health \($0)" } ?? ""
        let text: SafeText = "\(name) has \(summary.documents) documents\(health)"
        return summary.health == "red"
            ? .warning(Self.subject, text + ": a part of it cannot be searched now") : .good(Self.subject, text)
    }

    private func missing(_ name: IndexName, among there: [IndexName]) -> Finding {
        let isFed = configuration.routes.values.contains(name)
        let failure = Failure.noIndex(
            name, among: there, hint: isFed ? "the first record of its topic makes it" : "kelp import makes it")
        return .warning(Self.subject, failure.sentence)
    }

    private func trouble(_ examination: IndexExamination) -> [Finding] {
        let name = examination.name
        let sorts = Sort.allCases.compactMap { examination.trouble(with: $0) }.map { trouble in
            Finding.warning(Self.subject, "\(name) \(trouble): index it anew with a mapping as in assets/mappings")
        }
        return sorts
            + examination.blocks.map { block in
                Finding.warning(
                    Self.subject,
                    "\(name) is blocked by \(block): once there is room on the disk, set it to null (PUT /\(name)/_settings)")
            }
    }

    private func rights(_ index: ElasticsearchIndex, _ tell: Examination.Tell) async throws(Failure) {
        if configuration.isReadOnly { return tell(.good(Self.subject, "the configuration says readOnly: nothing is written")) }
        switch try await index.mayWrite(names) {
        case true?: tell(.good(Self.subject, "this user may write"))
        case false?:
            tell(
                .warning(
                    Self.subject, "this user may search but not write: kelp index and import need the privileges index and delete"
                ))
        case nil: break
        }
    }
}
