import Engine
import Testing

@testable import Console

@Suite("Argument parser") struct ArgumentParserTests {
    @Test(
        "tells the command from its options and operands, in any order",
        arguments: [
            ([], "console", [:], []),
            (["playlist"], "console", [:], ["playlist"]),
            (["search", "jazz", "piano"], "search", [:], ["jazz", "piano"]),
            (
                ["--size", "5", "search", "--sort=popularity", "jazz"], "search", ["size": ["5"], "sort": ["popularity"]],
                ["jazz"]
            ),
            (["search", "--", "-live", "--size"], "search", [:], ["-live", "--size"]),
            (["tail", "-n", "5", "--from", "-15m"], "tail", ["last": ["5"], "from": ["-15m"]], []),
            (["tail", "-n5", "a", "b"], "tail", ["last": ["5"]], ["a", "b"]),
            (["-X", "a=b", "-Xc=d=e", "index"], "index", ["properties": ["a=b", "c=d=e"]], []),
            (["index", "--until-end", "--verbose=false"], "index", ["until-end": ["true"], "verbose": ["false"]], []),
            (["rejects", "list", "--limit", "3"], "rejects list", ["limit": ["3"]], []),
            (["search", ""], "search", [:], [""]),
            (["search", "--index", "", "-"], "search", ["index": [""]], ["-"]),
            (["search", "rejects", "list"], "search", [:], ["rejects", "list"]),
        ] as [([String], String, [String: [String]], [String])])
    func parses(words: [String], name: String, values: [String: [String]], operands: [String]) throws {
        guard case .run(let command, let arguments) = try parser.parse(words) else {
            Issue.record("no command")
            return
        }
        #expect(command.name == name)
        #expect(arguments.values == values)
        #expect(arguments.operands == operands)
    }

    @Test(
        "says in one sentence what it does not understand, with the nearest name",
        arguments: [
            (["serach", "jazz"], "there is no command serach: did you mean search? (kelp --help lists them)"),
            (["search", "--frmat", "csv", "x"], "kelp search has no option --frmat: did you mean --format?"),
            (["index", "--format=csv"], "kelp index has no option --format"),
            (["search", "-live"], "kelp search has no option -l: put -- before words that begin with a dash"),
            (["search"], "kelp search wants QUERY after it"),
            (["index", "now"], "kelp index does not take now"),
            (["rejects"], "kelp rejects wants list, show, retry or drop after it"),
            (["rejects", "forget"], "kelp rejects wants list, show, retry or drop after it"),
            (["--brokers"], "--brokers wants HOST:PORT[,…] after it"),
            (["search", "x", "--sort", "newest"], "--sort must be one of relevance, latest, popularity, not newest"),
            (["search", "x", "--size", "-1"], "--size must be a whole number from 0 to 1000000, not -1"),
            (["tail", "--until-end=perhaps"], "--until-end takes no value but true or false"),
            (["search", "x", "--passwrd=hunter2"], "kelp search has no option --passwrd"),
            (["se\u{1B}]0;x\u{7}arch", "x"], "there is no command se\\e]0;x\\u0007arch (kelp --help lists them)"),
        ])
    func refuses(words: [String], sentence: String) {
        #expect {
            try parser.parse(words)
        } throws: { error in
            error as? Failure == Failure(.usage, SafeText(sentence))
        }
    }

    @Test(
        "gives help for the program and for a command, whatever else is there",
        arguments: [
            (["--help"], nil), (["help"], nil), (["search", "--help", "--sort", "x"], "search"), (["-h", "tail"], "tail"),
            (["help", "rejects", "list"], "rejects list"),
        ])
    func helps(words: [String], name: String?) throws {
        guard case .help(let command) = try parser.parse(words) else {
            Issue.record("no help")
            return
        }
        #expect(command?.name == name)
    }

    @Test("an option's name takes a value in every command or in none, and means one letter")
    func consistency() {
        let options = ArgumentParser.asking + ArgumentParser.common + Subcommand.all.flatMap(\.options)
        for (name, same) in Dictionary(grouping: options, by: \.name) {
            #expect(Set(same.map(\.takesValue)).count == 1, "\(name)")
        }
        for (letter, same) in Dictionary(grouping: options.filter { $0.letter != nil }, by: \.letter) {
            #expect(Set(same.map(\.name)).count == 1, "\(String(describing: letter))")
        }
    }

    private let parser = ArgumentParser(commands: Subcommand.all)
}
