import Engine

/// The texts of `--help`, made from the table that parses.
struct CommandHelp {
    private static let width = 100
    private static let indent = 4

    let commands: [Subcommand]

    private var shown: [Subcommand] { commands.filter { !$0.isHidden } }

    /// The program as a whole.
    var overview: String {
        var lines = ["kelp: search an index and watch the events that feed it, in one screen.", "", "Usage:"]
        lines += columns(shown.map { ("kelp " + shownUsage(of: $0), $0.summary) })
        lines += ["", "Options of every command (each also a key of the configuration file, and KELP_ in the environment):"]
        lines += optionLines(ArgumentParser.asking + ArgumentParser.common)
        lines += ["", "Exit status:"]
        lines += columns(ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) })
        lines += ["", "kelp COMMAND --help tells more about a command. Begin with kelp demo: it needs nothing."]
        return lines.joined(separator: "\n") + "\n"
    }

    /// One command.
    func text(of command: Subcommand) -> String {
        var lines = ["kelp \(command.name): \(command.summary).", "", "Usage: kelp " + shownUsage(of: command)]
        for paragraph in command.details { lines += [""] + wrapped(paragraph, width: Self.width) }
        if !command.options.isEmpty { lines += ["", "Options:"] + optionLines(command.options) }
        lines += ["", "Options of every command:"]
        lines += optionLines(ArgumentParser.asking + ArgumentParser.common)
        return lines.joined(separator: "\n") + "\n"
    }

    /// The command that needs no name is shown without it.
    private func shownUsage(of command: Subcommand) -> String {
        let isFirst = command.name == commands.first?.name
        return (isFirst ? command.operands : command.usage) + (command.options.isEmpty ? "" : " [options]")
    }

    private func optionLines(_ options: [CommandOption]) -> [String] {
        columns(options.map { ($0.synopsis, $0.explanation) })
    }

    /// Two columns; a long left side gets a line of its own.
    private func columns(_ rows: [(left: String, right: String)]) -> [String] {
        let left = min(34, rows.map(\.left.count).max() ?? 0)
        let margin = String(repeating: " ", count: Self.indent)
        return rows.flatMap { row -> [String] in
            let text = wrapped(row.right, width: Self.width - Self.indent - left - 2)
            let further = String(repeating: " ", count: Self.indent + left + 2)
            var lines = text.map { further + $0 }
            if row.left.count > left {
                lines.insert(margin + row.left, at: 0)
            } else if let first = text.first {
                let blanks = String(repeating: " ", count: left + 2 - row.left.count)
                lines[0] = margin + row.left + blanks + first
            }
            return lines
        }
    }
}

extension CommandOption {
    /// `-n, --last N`.
    var synopsis: String {
        (letter.map { "-\($0), " } ?? "") + "--\(name)" + (placeholder.map { " \($0)" } ?? "")
    }

    /// What it is for, and what it is unless it is given.
    var explanation: String { help + (fallback.map { " (\($0))" } ?? "") }
}

/// The text in lines of at most so many characters, broken at blanks.
func wrapped(_ text: String, width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
        if let last = lines.last, last.count + word.count < width {
            lines[lines.count - 1] = last + " " + word
        } else {
            lines.append(String(word))
        }
    }
}
