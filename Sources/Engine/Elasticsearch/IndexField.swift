/// A field as the mapping of one index has it, as far as a query of it has to know.
struct IndexField: Hashable, Sendable {
    /// What can be asked of it.
    enum Kind: Hashable, Sendable {
        case text
        case keyword
        /// Whole numbers between these two.
        case whole(ClosedRange<Int128>)
        /// Numbers up to this size.
        case number(upTo: Double)
        /// Moments between these two, in milliseconds since 1970.
        case date(ClosedRange<Int128>)
        case boolean
        /// Documents of their own within the document.
        case nested
        /// Only whether it is there.
        case other
    }

    /// How text is cut into tokens.
    enum Analysis: Hashable, Sendable {
        /// As Kelp does it, but for stop words.
        case own
        /// As the `standard` analyzer does it: as Kelp does, but for CJK.
        case standard
        case foreign
    }

    /// The type, in the mapping's word for it.
    var type: String
    /// What to name in a query: of an alias, the field that it stands for.
    var path: String
    /// The nearest field of type `nested` around it.
    var nested: String?
    /// Whether it is a further way to index the text of the field before the last full stop.
    var isSubfield = false
    var isIndexed = true
    var hasDocValues = true
    /// Whether anything of it is searched at all.
    var isEnabled = true
    /// Longer values, in UTF-16, are not indexed.
    var ignoreAbove: Int?
    var ignoresMalformed = false
    var hasPositions = true
    var analysis = Analysis.standard

    init(type: String, path: String, nested: String? = nil) {
        self.type = type
        self.path = path
        self.nested = nested
    }

    var kind: Kind {
        switch type {
        case "text", "match_only_text", "search_as_you_type": .text
        case "keyword", "constant_keyword", "wildcard", "version": .keyword
        case "byte": .whole(IndexField.bits(8))
        case "short": .whole(IndexField.bits(16))
        case "integer", "token_count": .whole(IndexField.bits(32))
        case "long": .whole(IndexField.bits(64))
        case "unsigned_long": .whole(0...Int128(UInt64.max))
        case "double", "scaled_float": .number(upTo: .greatestFiniteMagnitude)
        case "float": .number(upTo: Double(Float.greatestFiniteMagnitude))
        case "half_float": .number(upTo: 65_504)
        // The servers cannot read the very first milliseconds that 64 bits hold.
        case "date": .date((Int128(Int64.min) + 1)...Int128(Int64.max))
        case "date_nanos": .date(0...Int128(Int64.max / 1_000_000))
        case "boolean": .boolean
        case "nested": .nested
        default: .other
        }
    }

    private static func bits(_ count: Int) -> ClosedRange<Int128> { -(1 << (count - 1))...(1 << (count - 1)) - 1 }

    var isText: Bool { kind == .text }

    /// Whether words are looked up in it.
    var hasWords: Bool { isText && isIndexed }

    /// Whether the server alone knows what was found in it.
    var isMarkedByServer: Bool { hasWords && analysis == .foreign }

    /// Whether it is text that is asked for by another name.
    func isAlias(_ name: String) -> Bool { name != path && (hasWords || kind == .keyword) }

    /// Whether the server says whether it is there.
    var knowsExistence: Bool { type != "rank_features" }

    /// What the rest of Kelp calls it.
    var fieldType: FieldType {
        switch kind {
        case .text: .text
        case .keyword: .keyword
        case .whole: .integer
        case .number: .number
        case .date: .date
        case .boolean: .boolean
        case .nested, .other: .other(type)
        }
    }
}
