import Engine

/// What a shell needs to complete Kelp's words, made from the table that parses.
struct Completions {
    enum Shell: String, CaseIterable {
        case bash, zsh, fish
    }

    let commands: [Subcommand]

    func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: "#compdef kelp\nautoload -U +X bashcompinit && bashcompinit\n" + bash
        case .fish: fish
        }
    }

    private var shown: [Subcommand] { commands.filter { !$0.isHidden } }
    private var common: [CommandOption] { ArgumentParser.asking + ArgumentParser.common }

    /// The first words of all commands.
    private var firstWords: [String] {
        var seen: Set<String> = []
        return shown.map { firstWord($0) }.filter { seen.insert($0).inserted }
    }

    private func firstWord(_ command: Subcommand) -> String { String(command.name.prefix { $0 != " " }) }

    private func flags(_ options: [CommandOption]) -> String { options.map { "--" + $0.name }.joined(separator: " ") }
}

extension Completions {
    private var bash: String {
        """
        _kelp() {
            local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= each
            for each in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                case $each in \(firstWords.joined(separator: "|"))) command=$each; break ;; esac
            done
            case $command:$before in
        \(bashValues)
            esac
            case $command in
        \(bashCommands)
                *) COMPREPLY=($(compgen -W "\(firstWords.joined(separator: " ")) \(flags(common))" -- "$word")) ;;
            esac
        }
        complete -o default -F _kelp kelp

        """
    }

    /// What may follow an option: its words, a path, or whatever the user knows better.
    private var bashValues: String {
        let particular = shown.flatMap { command in
            command.options.filter(\.takesValue).map { bashValue($0, pattern: "\(firstWord(command)):--\($0.name)") }
        }
        let general = common.filter(\.takesValue).map { bashValue($0, pattern: "*:--\($0.name)") }
        return (particular + general).joined(separator: "\n")
    }

    private func bashValue(_ option: CommandOption, pattern: String) -> String {
        let action =
            switch option.value {
            case .choice(let words): "COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\"))"
            case .path: "COMPREPLY=($(compgen -f -- \"$word\"))"
            default: "COMPREPLY=()"
            }
        return "        \(pattern)) \(action); return ;;"
    }

    private var bashCommands: String {
        firstWords.map { word in
            let matching = shown.filter { firstWord($0) == word }
            let inner = matching.compactMap { $0.name.split(separator: " ").dropFirst().first.map(String.init) }
            let words = (inner + [flags(matching.flatMap(\.options) + common)]).joined(separator: " ")
            return "        \(word)) COMPREPLY=($(compgen -W \"\(words)\" -- \"$word\")) ;;"
        }.joined(separator: "\n")
    }
}

extension Completions {
    private var fish: String {
        let words = firstWords.map { word in
            let summaries = shown.filter { firstWord($0) == word }.map(\.summary)
            let help = summaries.count == 1 ? " -d \(quoted(summaries[0]))" : ""
            return "complete -c kelp -n __fish_use_subcommand -f -a \(word)\(help)"
        }
        let inner = shown.filter { $0.name.contains(" ") }.map { command in
            let word = command.name.split(separator: " ")[1]
            return
                "complete -c kelp -n '__fish_seen_subcommand_from \(firstWord(command))' -f -a \(word) -d \(quoted(command.summary))"
        }
        let particular = shown.flatMap { command in
            command.options.map { fishOption($0, condition: " -n '__fish_seen_subcommand_from \(firstWord(command))'") }
        }
        return (words + inner + common.map { fishOption($0, condition: "") } + particular).joined(separator: "\n") + "\n"
    }

    private func fishOption(_ option: CommandOption, condition: String) -> String {
        let value =
            switch option.value {
            case .none: ""
            case .choice(let words): " -x -a '\(words.joined(separator: " "))'"
            case .path: " -r -F"
            case .text, .number: " -x"
            }
        let letter = option.letter.map { " -s \($0)" } ?? ""
        return "complete -c kelp\(condition) -l \(option.name)\(letter)\(value) -d \(quoted(option.help))"
    }

    private func quoted(_ text: String) -> String {
        "'" + text.flatMap { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) } + "'"
    }
}
