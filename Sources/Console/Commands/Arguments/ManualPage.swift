import Engine

/// The manual page, in the language of man(7).
struct ManualPage {
    let commands: [Subcommand]

    var text: String {
        let parts = [head, commandList, optionList, profileList, secretList, statusList, files]
        return parts.flatMap { $0 }.joined(separator: "\n") + "\n"
    }

    private var shown: [Subcommand] { commands.filter { !$0.isHidden } }

    private var head: [String] {
        [
            ".TH KELP 1 \"\" \"kelp \(kelpVersion)\"", ".SH NAME", "kelp \\- search an index and watch the events that feed it",
            ".SH SYNOPSIS",
        ]
            + shown.flatMap { [".B kelp", plain($0.name == commands.first?.name ? $0.operands : $0.usage), ".br"] }
            + [
                ".SH DESCRIPTION",
                plain(
                    "Kelp shows the results of a search beside the events of Kafka that feed the index. Without a server it "
                        + "works on an embedded index; kelp demo needs nothing at all."),
            ]
    }

    private var commandList: [String] {
        [".SH COMMANDS"]
            + shown.flatMap { command in
                [".SS kelp \(plain(command.usage))", plain(command.summary) + "."]
                    + command.details.flatMap { [".PP", plain($0)] } + items(command.options)
            }
    }

    private var optionList: [String] {
        [
            ".SH OPTIONS",
            plain(
                "Every command has these. The command line beats the environment (KELP_ and the option's name in capitals), which "
                    + "beats the configuration file: its profile first, then its top level."),
        ] + items(ArgumentParser.asking + ArgumentParser.common)
    }

    private var profileList: [String] {
        [".SH PROFILES", plain(Setting.profilesAdvice)]
            + Setting.all.filter { $0.reach == .file }.flatMap { [".TP", ".B \($0.name)", plain($0.help)] }
    }

    private var secretList: [String] {
        [".SH SECRETS", plain(Setting.secretsAdvice)]
            + Setting.all.filter { $0.reach == .environment }.flatMap { [".TP", ".B \($0.environment)", plain($0.help)] }
    }

    private var statusList: [String] {
        [".SH EXIT STATUS"] + ExitStatus.allCases.flatMap { [".TP", ".B \($0.rawValue)", plain($0.meaning)] }
            + [".PP", "A signal ends Kelp as the shell expects, after what is in flight is finished."]
    }

    private var files: [String] {
        [
            ".SH FILES", ".TP", ".I $XDG_CONFIG_HOME/kelp/config.json5", "The settings, in JSON5.", ".TP",
            ".I $XDG_DATA_HOME/kelp", "The embedded index.",
        ]
    }

    private func items(_ options: [CommandOption]) -> [String] {
        options.flatMap { [".TP", ".B \(plain($0.synopsis))", plain($0.explanation)] }
    }

    /// A dash is a hyphen to troff unless it is told otherwise, and a leading dot or quote a request.
    private func plain(_ text: String) -> String {
        let escaped = text.flatMap { $0 == "\\" ? "\\e" : $0 == "-" ? "\\-" : String($0) }
        return (escaped.first == "." || escaped.first == "'" ? "\\&" : "") + String(escaped)
    }
}
