import Engine

/// A list from which one thing is picked, and a line that filters it.
struct PickerState: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        case history, saved, order, copying, fields
        /// The most frequent values of a field.
        case values(FieldPath)
    }

    enum Entry: Hashable, Sendable {
        case earlier(String)
        case saved(SavedQuery)
        case order(Sort, SortOrder)
        case copy(Copyable)
        case field(FieldPath, FieldType)
        case value(FieldPath, Completion.Candidate)

        /// What the filter looks in.
        fileprivate var text: String {
            switch self {
            case .earlier(let query): query
            case .saved(let saved): saved.name + " " + saved.query
            case .order(let sort, let order): sort.rawValue + " " + order.rawValue
            case .copy(let part): part.name.string
            case .field(let path, let type): path.rawValue + " " + type.name.string
            case .value(_, let value): value.word.string
            }
        }
    }

    var subject: Subject
    private(set) var all: [Entry]
    private(set) var shown: [Entry]
    private(set) var field = TextField()
    private(set) var cursor = ListCursor()
    /// The entry that is deleted if the key is pressed again.
    private(set) var doomed: Entry?
    /// Whether no entries are on their way.
    private(set) var isComplete = true

    init(_ subject: Subject, _ entries: [Entry] = []) {
        self.subject = subject
        all = entries
        shown = entries
        if case .values = subject { isComplete = false }
    }

    var selected: Entry? { shown.indices.contains(cursor.selected) ? shown[cursor.selected] : nil }

    /// Where keys go.
    var context: Context {
        switch subject {
        case .history, .saved: .picker
        case .copying: [.menu, .copying]
        case .order, .fields, .values: .menu
        }
    }

    /// Takes entries that have come since.
    mutating func fill(with entries: [Entry], height: Int) {
        all = entries
        isComplete = true
        filter()
        cursor.settle(count: shown.count, height: height)
    }

    /// Chooses an entry.
    mutating func choose(_ entry: Entry, height: Int) {
        cursor.selected = shown.firstIndex(of: entry) ?? 0
        cursor.settle(count: shown.count, height: height)
    }

    /// Another filter: every word of it must stand in an entry.
    mutating func change(height: Int, _ change: (inout TextField) -> Void) {
        doomed = nil
        change(&field)
        filter()
        cursor = ListCursor()
        cursor.settle(count: shown.count, height: height)
    }

    mutating func move(_ command: Command, height: Int) {
        doomed = nil
        cursor.move(command, count: shown.count, height: height)
    }

    /// Selects what stands on a row of the list.
    /// - Returns: the entry, if it was selected before.
    mutating func select(row: Int) -> Entry? {
        let isSelected = cursor.top + row == cursor.selected
        doomed = nil
        cursor.select(row: row, count: shown.count)
        return isSelected ? selected : nil
    }

    /// Asks whether to delete the selected entry, or, asked already, takes it out of the list.
    /// - Returns: the entry that is deleted.
    mutating func remove(height: Int) -> Entry? {
        guard let entry = selected, entry == doomed else {
            doomed = selected
            return nil
        }
        doomed = nil
        all.removeAll { $0 == entry }
        filter()
        cursor.settle(count: shown.count, height: height)
        return entry
    }

    private mutating func filter() {
        let words = field.text.lowercased().split(separator: " ")
        shown = all.filter { entry in
            let text = entry.text.lowercased()
            return words.allSatisfy { text.contains($0) }
        }
    }
}
