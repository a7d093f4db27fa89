/// What to look for, parsed: one value that compiles to SQL over FTS5, to Elasticsearch's query DSL, and to a test of one record.
/// What each case means is told in `docs/query.md`.
public indirect enum Query: Hashable, Sendable {
    /// Every document.
    case everything
    /// Documents whose text has the term: name and description, or all other texts of a document that has neither.
    case term(Term)
    /// Documents of which one field passes a test.
    case field(FieldPath, FieldTest)
    /// Documents that match all of them.
    case all([Query])
    /// Documents that match at least one of them; without any there is no such document.
    case any([Query])
    /// Documents that do not match, those included that have no such field.
    case not(Query)
    /// Documents whose field has at least one of the text's tokens, cut as the index itself cuts that field: what a plain search
    /// box means (Elasticsearch's `match`). A text without tokens matches nothing.
    case anyToken(of: String, in: FieldPath)

    /// Words to be found in a document's text.
    public struct Term: Hashable, Sendable {
        /// How the text must appear.
        public enum Match: Hashable, Sendable {
            /// All of its tokens, one after the other, as whole words.
            case phrase
            /// The same, but the last token may go on.
            case prefix
        }

        /// The text as typed, NFC.
        public var text: String
        /// How it must appear.
        public var match: Match

        /// Makes a term.
        public init(_ text: String, _ match: Match = .phrase) {
            self.text = text
            self.match = match
        }
    }
}

/// What one field of a document must be. Of a field that holds several values, one has to pass.
public enum FieldTest: Hashable, Sendable {
    /// It has a value that is not null.
    case exists
    /// Its text has the term.
    case has(Query.Term)
    /// It is this value, and as a whole where it is text.
    case equals(FieldValue)
    /// It is text that begins so, letter by letter.
    case begins(with: String)
    /// It lies in the range.
    case within(ValueRange)
}

/// A value that a field can be compared with.
public enum FieldValue: Hashable, Sendable {
    /// A whole number.
    case integer(Int64)
    /// A number with a fraction, or beyond 64 bits; finite.
    case number(Double)
    /// A moment.
    case date(Timestamp)
    /// True or false.
    case boolean(Bool)
    /// Text, compared as it is written.
    case text(String)
}

/// All values between two ends, of which at least one is there. The values of both ends are of one kind.
public struct ValueRange: Hashable, Sendable {
    /// Where a range ends.
    public struct End: Hashable, Sendable {
        /// The last value inside, or the first outside.
        public var value: FieldValue
        /// Whether the value itself is inside.
        public var isIncluded: Bool

        /// Makes an end.
        public init(_ value: FieldValue, isIncluded: Bool) {
            self.value = value
            self.isIncluded = isIncluded
        }
    }

    /// The least value; `nil` if there is no least.
    public var lower: End?
    /// The greatest value; `nil` if there is no greatest.
    public var upper: End?

    /// Makes a range.
    public init(from lower: End? = nil, to upper: End? = nil) {
        self.lower = lower
        self.upper = upper
    }
}

/// Why a query could not be understood.
public struct QueryError: Error, Hashable, Sendable {
    /// Where, as a count of characters from the start of the text.
    public var position: Int
    /// What is wrong there and how to write it.
    public var sentence: SafeText
    /// Whether it may be right as soon as more is typed.
    let isPassing: Bool

    /// Makes an error.
    public init(position: Int, sentence: SafeText) { self.init(position: position, sentence: sentence, isPassing: false) }

    init(position: Int, sentence: SafeText, isPassing: Bool) {
        self.position = position
        self.sentence = sentence
        self.isPassing = isPassing
    }
}
