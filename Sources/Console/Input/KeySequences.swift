/// Sequences that terminals send whatever their description says, and keys with a modifier, which are the keys themselves here.
enum KeySequences {
    enum Meaning: Hashable, Sendable {
        case key(Key)
        case pasteBegins
        /// Known, and of no use.
        case nothing
    }

    static let all: [(bytes: String, meaning: Meaning)] = {
        var all: [(bytes: String, meaning: Meaning)] = [
            ("\u{1B}[200~", .pasteBegins), ("\u{1B}[201~", .nothing), ("\u{1B}[Z", .key(.backTab)), ("\u{1B}OM", .key(.enter)),
        ]
        all += finals.flatMap { [("\u{1B}[\($0)", .key($1)), ("\u{1B}O\($0)", .key($1))] }
        all += numbers.map { ("\u{1B}[\($0)~", .key($1)) }
        for modifier in 2...8 {
            all += finals.map { ("\u{1B}[1;\(modifier)\($0)", .key($1)) }
            all += numbers.map { ("\u{1B}[\($0);\(modifier)~", .key($1)) }
        }
        return all
    }()

    private static let finals: [(Character, Key)] = [
        ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
    ]

    private static let numbers: [(Int, Key)] = [
        (1, .home), (2, .insert), (3, .delete), (4, .end), (5, .pageUp), (6, .pageDown), (7, .home), (8, .end),
    ]
}
