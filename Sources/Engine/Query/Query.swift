/// What to look for, parsed: one value that compiles to SQL over FTS5, to Elasticsearch's query DSL, and to a test of one record.
public indirect enum Query: Hashable, Sendable {
    /// Every document.
    case everything
    /// Documents whose text has the term.
    case term(Term)
    /// Documents that match all of them.
    case all([Query])
    /// Documents whose field has at least one of the text's tokens, cut as the index itself cuts that field: what a plain search
    /// box means (Elasticsearch's `match`). A text without tokens matches nothing.
    case anyToken(of: String, in: Field)

    /// A field that a clause can be bound to.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        /// The field `name`.
        case name
        /// The field `description`.
        case description
    }

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

/// Why a query could not be understood.
public struct QueryError: Error, Hashable, Sendable {
    /// Where, as a count of characters from the start of the text.
    public var position: Int
    /// What is wrong there and how to write it.
    public var sentence: SafeText

    /// Makes an error.
    public init(position: Int, sentence: SafeText) {
        self.position = position
        self.sentence = sentence
    }
}
