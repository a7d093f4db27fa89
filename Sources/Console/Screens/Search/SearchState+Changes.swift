import Engine

// What the stream does to results.
extension SearchState {
    /// Takes what changed in the index: rows change where they stand, and what would be new is counted.
    mutating func note(_ changes: [IndexChange], now: Timestamp) {
        let changes = changes.filter { (index == nil || $0.key.index == index) && !isOld($0) }
        guard !changes.isEmpty else { return }
        let matcher = LiveMatcher(query)
        for change in changes {
            if asked?.purpose == .fresh || asked?.purpose == .again { changesSinceAsked.add(change) }
            if let row = found?.rows[change.key] {
                note(change, inRow: row, now: now)
            } else if let document = change.document {
                if matcher.matches(document) { arrivals.add(change.key) } else { arrivals.remove(change.key) }
            } else {
                arrivals.remove(change.key)
            }
        }
    }

    /// Whether the results know of it: a stream that was sought back brings what was there long before.
    private func isOld(_ change: IndexChange) -> Bool {
        guard let found, let produced = change.foundFrom else { return false }
        return produced < found.at
    }

    private mutating func note(_ change: IndexChange, inRow row: Int, now: Timestamp) {
        // Read from where it is: a second holder of the results would have all hits copied with each row that changes.
        guard let before = found?.hits[row], !before.isNewer(than: change) else { return }
        guard let document = change.document else {
            marks[change.key] = RowMark(kind: .deleted, since: now)
            return
        }
        if marks[change.key]?.kind == .deleted { marks[change.key] = RowMark(kind: .changed, since: now) }
        guard before.source != document.source else { return }
        let after = Hit(document, insteadOf: before)
        found?.replace(row: row, with: after)
        guard let request = found?.request else { return }
        if !before.stands(with: after, by: request.sort) || !LiveMatcher(request.query).matches(document) {
            marks[change.key] = RowMark(kind: .changed, since: now)
        }
    }

    /// How many rows are not what a search would show now.
    var staleRows: Int { marks.values.count { $0.kind != .new } }

    /// Takes off marks that are over.
    mutating func settleMarks(at now: Timestamp) {
        if marks.isEmpty { return }
        marks = marks.filter { $0.value.kind != .new || !$0.value.isOver(at: now) }
    }

    /// Whether what is new is to be let in as soon as that may happen again.
    var wantsMerge: Bool { merges && asked == nil && !arrivals.isEmpty && error == nil }

    /// The search that lets in what is new by itself, once it may. An index that is slow is asked less often.
    mutating func merge(at now: Timestamp) -> Search? {
        guard wantsMerge, now >= nextMerge else { return nil }
        nextMerge = now.advanced(by: max(.milliseconds(500), (found?.took ?? .zero) * 4))
        return ask(.again, at: now)
    }
}

extension Hit {
    fileprivate init(_ document: Document, insteadOf before: Hit) {
        self = before
        (source, origin) = (document.source, document.origin ?? before.origin)
        (name, description) = (document.name, document.description)
        (createdAt, popularity) = (document.createdAt, document.popularity)
    }

    /// Whether it is known to hold what a later record wrote, or the same.
    fileprivate func isNewer(than change: IndexChange) -> Bool {
        guard let origin, origin.partition == change.position.partition else { return false }
        return origin.offset >= change.position.offset
    }

    /// Whether both stand in the same place of an order. A score cannot be known here, so another text counts as another.
    fileprivate func stands(with other: Hit, by sort: Sort) -> Bool {
        switch sort {
        case .latest: createdAt == other.createdAt
        case .popularity: popularity == other.popularity
        case .relevance: name == other.name && description == other.description
        }
    }
}
