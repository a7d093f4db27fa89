import Engine

/// The page about the command line in the user's guide, in Markdown.
struct CommandPage {
    let commands: [Subcommand]

    var text: String {
        let shown = commands.filter { !$0.isHidden }
        var lines = ["# The command line", "", "Made by `kelp documentation markdown`.", ""]
        for command in shown {
            lines += [
                "## `kelp \(command.usage)`", "", command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".", "",
            ]
            for paragraph in command.details { lines += [escaped(paragraph), ""] }
            if !command.options.isEmpty { lines += table(command.options) }
        }
        lines += [
            "## Commands of the console", "", "Typed after `:`; one may be shortened as long as it is clear which is meant.", "",
        ]
        lines += ["| command | does |", "|---|---|"]
        lines += ConsoleCommand.all.map { "| `\(escaped($0.usage.string))` | \(escaped($0.help.string)) |" } + [""]
        lines += ["## Options of every command", ""]
        lines += [
            "Each is also a key of the configuration file and an environment variable: KELP_ and the option's name in capitals. The "
                + "command line beats the environment, which beats the file: its profile first, then its top level.", "",
        ]
        lines += table(ArgumentParser.asking + ArgumentParser.common)
        lines += ["## Profiles", "", escaped(Setting.profilesAdvice), "", "| key of the file | what |", "|---|---|"]
        lines += Setting.all.filter { $0.reach == .file }.map { "| `\($0.name)` | \($0.help) |" } + [""]
        lines += [
            "## Secrets", "", escaped(Setting.secretsAdvice), "", "| key of the file | environment | what |", "|---|---|---|",
        ]
        lines +=
            Setting.all.filter { $0.reach == .environment }.map { "| `\($0.name)` | `\($0.environment)` | \($0.help) |" } + [""]
        lines += ["## Exit status", "", "| status | meaning |", "|---|---|"]
        lines += ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
        return lines.joined(separator: "\n") + "\n"
    }

    private func table(_ options: [CommandOption]) -> [String] {
        ["| option | does | default |", "|---|---|---|"]
            + options.map { "| `\(escaped($0.synopsis))` | \(escaped($0.help)) | \($0.fallback.map { "`\($0)`" } ?? "") |" } + [
                ""
            ]
    }

    /// A bar would end a table's cell.
    private func escaped(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
