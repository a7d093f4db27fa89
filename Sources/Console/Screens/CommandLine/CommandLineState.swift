import Engine

/// The `:` line while it is being typed.
struct CommandLineState: Hashable, Sendable {
    var field = TextField()
    /// What the word at the cursor may become, shown above the line.
    private(set) var candidates: [String] = []
    /// Which of them is in the line, once Tab was pressed again.
    private var chosen: Int?

    /// Puts in the only completion there is, or what all have in common; pressed again it goes through them.
    mutating func complete(indexes: [IndexName], saved: [String]) {
        guard candidates.isEmpty else { return choose(chosen.map { ($0 + 1) % candidates.count } ?? 0) }
        let (before, word) = lastWord
        candidates = Self.words(after: before, indexes: indexes, saved: saved).filter { $0.hasPrefix(word) }.sorted()
        guard let first = candidates.first else { return }
        if candidates.count == 1 {
            candidates = []
            return field.replace(with: before + first + " ")
        }
        let common = candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        field.replace(with: before + common)
    }

    /// The text was changed: what was offered is offered no more.
    mutating func change(_ change: (inout TextField) -> Void) {
        change(&field)
        candidates = []
        chosen = nil
    }

    /// The line's candidates, the one that is chosen apart.
    var offer: [(word: SafeText, isChosen: Bool)] {
        candidates.enumerated().map { ("\($0.element)", $0.offset == chosen) }
    }

    private mutating func choose(_ index: Int) {
        let before = lastWord.before
        field.replace(with: before + candidates[index])
        chosen = index
    }

    private var lastWord: (before: String, word: String) {
        let start = field.text.lastIndex(of: " ").map { field.text.index(after: $0) } ?? field.text.startIndex
        return (String(field.text[..<start]), String(field.text[start...]))
    }

    private static func words(after line: String, indexes: [IndexName], saved: [String]) -> [String] {
        let words = line.split(separator: " ").map(String.init)
        guard let name = words.first else { return ConsoleCommand.all.map(\.name) }
        let command = ConsoleCommand.all.first { $0.name == name }
        let place = words.count - 1
        let fixed = command.map { $0.words.indices.contains(place) ? $0.words[place] : [] } ?? []
        guard place == 0 else { return fixed }
        return name == "index" ? fixed + indexes.map(\.rawValue) : name == "load" || name == "save" ? saved : fixed
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
