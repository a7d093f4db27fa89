import Engine

/// A command of the `:` line. They are declared here once; completion, help and suggestions are made from the list.
struct ConsoleCommand: Sendable {
    /// What running one asks for.
    enum Action: Hashable, Sendable {
        case quit, help, pause, follow
        case sort(Sort, SortOrder)
        /// `nil` is all indexes.
        case index(IndexName?)
        case save(String), load(String), saved, explain
        /// Whether results let in what is new by themselves.
        case merge(Bool)
        case seek(SeekTarget)
        case timing
        /// To the file of this name.
        case export(String)
    }

    var name: String
    var usage: SafeText
    var help: SafeText
    /// What may stand at each place after the name, for completion; the names of the indexes come on top for `index`.
    var words: [[String]] = []

    static let all: [ConsoleCommand] = [
        ConsoleCommand(name: "explain", usage: ":explain", help: "how the index runs the search"),
        ConsoleCommand(
            name: "export", usage: ":export FILE", help: "save all hits, or the events in Live, as .jsonl, .json or .csv"),
        ConsoleCommand(name: "follow", usage: ":follow", help: "follow the newest event"),
        ConsoleCommand(name: "help", usage: ":help", help: "this list"),
        ConsoleCommand(name: "index", usage: ":index NAME|all", help: "search another index, or all", words: [["all"]]),
        ConsoleCommand(name: "load", usage: ":load NAME", help: "search for a saved query"),
        ConsoleCommand(
            name: "merge", usage: ":merge on|off", help: "let new results in by themselves, or count them",
            words: [["on", "off"]]),
        ConsoleCommand(name: "pause", usage: ":pause", help: "pause Live, or go on"),
        ConsoleCommand(name: "quit", usage: ":quit", help: "quit"),
        ConsoleCommand(name: "save", usage: ":save NAME", help: "save the query with its order"),
        ConsoleCommand(name: "saved", usage: ":saved", help: "the saved queries: load or delete one"),
        ConsoleCommand(
            name: "seek", usage: ":seek PLACE",
            help: "Live goes on at -15m, a time, begin, end, PARTITION:OFFSET", words: [["begin", "end", "-15m"]]),
        ConsoleCommand(
            name: "sort", usage: ":sort WORD [asc|desc]", help: "by \(words(of: Sort.self, " or "))",
            words: [Sort.allCases.map(\.rawValue), SortOrder.allCases.map(\.rawValue)]),
        ConsoleCommand(name: "timing", usage: ":timing", help: "how long events take to be searchable"),
    ]

    private static func words(of _: Sort.Type, _ separator: String) -> String {
        Sort.allCases.map(\.rawValue).joined(separator: separator)
    }
}

/// Why a command line cannot be run, in a sentence.
struct CommandError: Error, Hashable { var sentence: SafeText }

extension ConsoleCommand.Action {
    /// Reads a command line; a command may be shortened as long as it is clear which is meant.
    init(parsing line: String, indexes: [IndexName], now: Timestamp) throws(CommandError) {
        let words = line.split(separator: " ").map(String.init)
        guard let name = words.first else { throw CommandError(sentence: "type a command, for example help") }
        let arguments = Array(words.dropFirst())
        switch try ConsoleCommand.named(name).name {
        case "quit": self = .quit
        case "help": self = .help
        case "pause": self = .pause
        case "follow": self = .follow
        case "timing": self = .timing
        case "merge": self = .merge(try Self.isOn(arguments))
        case "seek": self = .seek(try Self.place(arguments, now: now))
        case "sort": self = try Self.sort(arguments)
        case "saved": self = .saved
        case "explain": self = .explain
        case "export": self = .export(try Self.file(line, after: name))
        case "save": self = .save(try Self.name(arguments))
        case "load": self = .load(try Self.name(arguments))
        default: self = try Self.index(arguments, known: indexes)
        }
    }

    private static func name(_ words: [String]) throws(CommandError) -> String {
        guard let name = words.first else { throw CommandError(sentence: "name the query, for example jazz-nights") }
        if words.count == 1 { return name }
        throw CommandError(sentence: "a name has no blanks: \(words.joined(separator: "-"))")
    }

    /// A name may have blanks.
    private static func file(_ line: String, after name: String) throws(CommandError) -> String {
        let rest = line.drop { $0 == " " }.dropFirst(name.count).drop { $0 == " " }
        if rest.isEmpty { throw CommandError(sentence: "name the file, for example hits.jsonl, hits.json or hits.csv") }
        return String(rest)
    }

    private static func sort(_ words: [String]) throws(CommandError) -> Self {
        let known = Sort.allCases.map(\.rawValue)
        guard let word = words.first, let sort = Sort(rawValue: word) else {
            let hint = suggestion(for: words.first ?? "", in: known)
            throw CommandError(sentence: "sort by relevance, latest or popularity\(hint)")
        }
        guard words.count > 1 else { return .sort(sort, .descending) }
        guard let order = SortOrder(rawValue: words[1]) else {
            throw CommandError(sentence: "the order is asc or desc, not \(words[1])")
        }
        return .sort(sort, order)
    }

    private static func isOn(_ words: [String]) throws(CommandError) -> Bool {
        switch words.first {
        case "on": true
        case "off": false
        default: throw CommandError(sentence: "merge on or merge off")
        }
    }

    private static func place(_ words: [String], now: Timestamp) throws(CommandError) -> SeekTarget {
        if let target = SeekTarget(words.joined(separator: "T"), now: now) { return target }
        throw CommandError(
            sentence: "seek an age such as -15m, a time such as 2026-01-31T14:00:00Z (UTC), begin, end, or PARTITION:OFFSET")
    }

    private static func index(_ words: [String], known: [IndexName]) throws(CommandError) -> Self {
        guard let word = words.first else { throw CommandError(sentence: "name an index, or all") }
        if word == "all" { return .index(nil) }
        // Where the list is not there yet, the search tells.
        if known.isEmpty || known.contains(IndexName(word)) { return .index(IndexName(word)) }
        throw CommandError(sentence: Failure.noIndex(IndexName(word), among: known).sentence)
    }
}

extension ConsoleCommand {
    fileprivate static func named(_ name: String) throws(CommandError) -> ConsoleCommand {
        let matches = all.filter { $0.name.hasPrefix(name) }
        if let exact = all.first(where: { $0.name == name }) ?? (matches.count == 1 ? matches[0] : nil) { return exact }
        throw CommandError(sentence: "there is no command :\(name)\(suggestion(for: name, in: all.map(\.name), prefix: ":"))")
    }
}

/// `; did you mean this?`, or nothing where no known word is near.
func suggestion(for word: String, in known: [String], prefix: SafeText = "") -> SafeText {
    nearestNames(to: word, in: known).first.map { "; did you mean \(prefix)\($0)?" } ?? ""
}
