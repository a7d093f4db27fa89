import Engine

/// The one table of keys.
enum Keymap {
    /// What some keys do in some places.
    struct Binding: Sendable {
        var keys: [Key]
        var command: Command
        var contexts: Context
        var group: Group
        var help: SafeText
        /// The word in the footer; without one the key is in the help only.
        var hint: SafeText?

        init(
            _ keys: [Key], _ command: Command, _ contexts: Context, _ group: Group, _ help: SafeText, hint: SafeText? = nil
        ) {
            self.keys = keys
            self.command = command
            self.contexts = contexts
            self.group = group
            self.help = help
            self.hint = hint
        }
    }

    /// The headings of the help.
    enum Group: String, CaseIterable, Sendable {
        case searching = "Search"
        case completing = "Completion and lists of queries"
        case panes = "Panes"
        case streaming = "Live"
        case reading = "Document and event"
        case moving = "Moving"
        case editing = "Query bar and command line"
        case program = "Program"
    }

    /// What a key asks for in a place, if anything.
    static func command(for key: Key, in context: Context) -> Command? {
        bindings.first { !$0.contexts.isDisjoint(with: context) && $0.keys.contains(key) }?.command
    }

    /// What the footer shows in a place: the first key of each binding that has a hint, and the hint.
    static func hints(in context: Context) -> [(key: SafeText, hint: SafeText, command: Command)] {
        bindings.compactMap { binding in
            // A key that has another meaning here is not promised this one.
            guard !binding.contexts.isDisjoint(with: context), let hint = binding.hint, let key = binding.keys.first,
                command(for: key, in: context) == binding.command
            else { return nil }
            return (key.name, hint, binding.command)
        }
    }

    /// The help's lines of one group: keys, and what they do.
    static func lines(of group: Group) -> [(keys: SafeText, help: SafeText)] {
        bindings.filter { $0.group == group }.map { binding in
            (binding.keys.map(\.name).joined(separator: " "), binding.help)
        }
    }

    /// The table of keys as the README shows it.
    static func markdown() -> String {
        var text = ""
        for group in Group.allCases {
            text += "| \(group.rawValue) | |\n|---|---|\n"
            for binding in bindings where binding.group == group {
                let keys = binding.keys.map { "`\($0.name)`" }.joined(separator: " ")
                text += "| \(keys) | \(binding.help) |\n"
            }
            text += "\n"
        }
        return text
    }
}
