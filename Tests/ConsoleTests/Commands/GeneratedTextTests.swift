import Engine
import Foundation
import Testing

@testable import Console

@Suite("Texts made from the tables") struct GeneratedTextTests {
    private static let shown = Subcommand.all.filter { !$0.isHidden }

    @Test("the overview names every command, option and exit status, in lines of at most 100 columns")
    func overview() {
        let text = CommandHelp(commands: Subcommand.all).overview
        for command in Self.shown.dropFirst() { #expect(text.contains("kelp " + command.name), "\(command.name)") }
        for option in ArgumentParser.common { #expect(text.contains("--" + option.name), "\(option.name)") }
        for status in Console.ExitStatus.allCases { #expect(text.contains("\(status.rawValue) "), "\(status)") }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(!text.contains("documentation"))
    }

    @Test("a command's help names its options", arguments: shown.map(\.name))
    func commandHelp(name: String) throws {
        let command = try #require(Subcommand.all.first { $0.name == name })
        let text = CommandHelp(commands: Subcommand.all).text(of: command)
        for option in command.options { #expect(text.contains(option.synopsis), "\(option.name)") }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test("completions name every command and option", arguments: Completions.Shell.allCases)
    func completions(shell: Completions.Shell) {
        let script = Completions(commands: Subcommand.all).script(for: shell)
        for command in Self.shown {
            for word in command.name.split(separator: " ") { #expect(script.contains(word), "\(word)") }
            for option in command.options { #expect(script.contains(option.name), "\(option.name)") }
        }
    }

    @Test(
        "bash completes commands, options and choices",
        arguments: [
            (["kelp", "sea"], "search"), (["kelp", "se"], "search\nserve"), (["kelp", "search", "--fo"], "--format"),
            (["kelp", "search", "--format", "js"], "json\njsonl"),
            (["kelp", "rejects", "l"], "list"), (["kelp", "--pipeline", "o"], "on\noff"),
            (["kelp", "tail", "--until"], "--until-end"),
        ])
    func bash(words: [String], completed: String) throws {
        let script = Completions(commands: Subcommand.all).script(for: .bash)
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [
            "-c",
            script + "\nCOMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); _kelp; printf '%s\\n' \"${COMPREPLY[@]}\"",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(String(decoding: output, as: UTF8.self) == completed + "\n")
    }

    @Test(
        "the files of the repository are what the program writes",
        arguments: [("kelp.1", "man"), ("config.example.json5", "configuration")])
    func files(file: String, text: String) async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let stored = try String(contentsOf: root.appendingPathComponent("assets/" + file), encoding: .utf8)
        let run = await CommandRun(["documentation", text])
        #expect(run.output == stored, "write it anew: kelp documentation \(text) > assets/\(file)")
    }

    @Test("the sample configuration is one that Kelp reads, with and without its settings")
    func sample() throws {
        let sample = sampleConfiguration()
        let open = sample.split(separator: "\n").map { line in
            line.wholeMatch(of: /\ +\/\/ (\w+: .*,)/).map { String($0.output.1) } ?? String(line)
        }
        for text in [sample, open.joined(separator: "\n")] {
            let path = NSTemporaryDirectory() + "/kelp-\(UUID().uuidString).json5"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            defer { unlink(path) }
            let configuration = try Configuration.load(file: path, environment: ["HOME": "/h"], options: [:])
            #expect(configuration.profile == (text == sample ? nil : "prod"))
        }
        #expect(open.count { !$0.contains(/^ *\/\//) } >= Setting.all.count + 3)
    }
}
