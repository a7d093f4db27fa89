public import Engine

/// Queries of any field with any value, at the ends of what types hold and beyond: nobody knows what they find, but no engine may refuse
/// what Kelp makes of them.
extension RandomCases {
    /// A query of some of these fields. It need not be understood: a value may be none of its field's type.
    public mutating func query(of fields: FieldCatalog) -> String {
        let paths = fields.types.keys.sorted()
        switch next() % 40 {
        case 0: return list(of: [300, 900, 1_100][number(in: 0...2)]) { $0.clause(of: fields, paths) }
        case 1: return deep(number(in: 2...24)) { $0.clause(of: fields, paths) }
        case 2: return String(repeating: pick(Self.words), count: number(in: 100...6_000))
        default: return list(of: number(in: 1...5)) { $0.clause(of: fields, paths) }
        }
    }

    private mutating func list(of count: Int, _ clause: (inout RandomCases) -> String) -> String {
        (0..<count).map { _ in clause(&self) + pick([" ", " ", " OR ", " AND "]) }.joined() + clause(&self)
    }

    private mutating func deep(_ depth: Int, _ clause: (inout RandomCases) -> String) -> String {
        guard depth > 0 else { return clause(&self) }
        return clause(&self) + pick([" OR ", " AND ", " -", " "]) + "(\(deep(depth - 1, clause)))"
    }

    private mutating func clause(of fields: FieldCatalog, _ paths: [FieldPath]) -> String {
        let sign = isOne(in: 5) ? pick(["-", "NOT ", "+"]) : ""
        guard !paths.isEmpty, !isOne(in: 6) else { return sign + term() }
        let path = pick(paths)
        let name = path.rawValue.reduce(into: "") {
            $0 += $1.isLetter || $1.isNumber || "_.-@$".contains($1) ? "\($1)" : "\\\($1)"
        }
        let type = isOne(in: 12) ? nil : fields.types[path]
        return "\(sign)\(name):"
            + (isOne(in: 6) ? "(\(value(of: type)) \(pick(["OR ", "-", ""]))\(value(of: type)))" : value(of: type))
    }

    private mutating func value(of type: FieldType?) -> String {
        switch type {
        case .integer, .number: ordered { $0.extremeNumber() }
        case .date: ordered { $0.extremeDate() }
        case .boolean: pick(["true", "false", "TRUE", "*"])
        case .text: pick([term(), longText(), "*", pick(["*", "\"\"*", "a*", "국*"])])
        case .keyword:
            pick([term(), longText(), longText() + "*", "\"\(pick(Self.words)) \"*", "\"*?\\\\/.[]\"*", extremeNumber(), "*"])
        case .other: "*"
        case nil: pick([ordered { $0.extremeNumber() }, ordered { $0.extremeDate() }, term(), "true", longText()])
        }
    }

    private mutating func ordered(_ value: (inout RandomCases) -> String) -> String {
        switch next() % 6 {
        case 0: "*"
        case 1: pick(["[", "{"]) + "\(pick(["*", value(&self)])) TO \(value(&self))" + pick(["]", "}"])
        case 2: "\(value(&self))..\(pick(["*", value(&self)]))"
        case 3: value(&self)
        default: pick([">", ">=", "<", "<="]) + value(&self)
        }
    }

    private mutating func extremeNumber() -> String {
        pick([
            "0", "-0", "-0.0", "1e-320", "65504", "65505", "65520", "127", "128", "-129", "32768", "2147483648", "-2147483649",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615",
            "18446744073709551616", "3.4028235e38", "3.4028236e38", "1.7976931348623157e308", "-1.7976931348623157e308", "1e999",
            "0.1", "12.5", integer(), fraction(),
        ])
    }

    private mutating func extremeDate() -> String {
        pick([
            "1969", "1970-01-01", "0001", "0000", "9999-12-31T23:59:59.999Z", "2262-04-11T23:47:16.854Z", "2262-04-12",
            "1677-09-21",
            "9223372036854775807", "-9223372036854775808", "-9223372036854775807", "253402300800000", "-62135596800001",
            "9223372036854", "9223372036855", "now-292000000y", "now+99999999w", "2024-02-29", queriedDate(), queriedDate(),
        ])
    }

    /// Beyond what is indexed as a whole, and beyond what a beginning may be.
    private mutating func longText() -> String {
        String(repeating: pick(Self.words), count: pick([1, 1, 60, 260, 1_001, 4_000]))
    }
}
