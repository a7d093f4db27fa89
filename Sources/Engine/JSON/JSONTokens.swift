/// The tokens of a JSON text, for whoever draws it; they end at the end of the text or where it stops being JSON.
public struct JSONTokens: Sequence, Sendable {
    private let source: [UInt8]

    /// Walks these bytes.
    public init(_ source: [UInt8]) { self.source = source }

    /// Begins at the start.
    public func makeIterator() -> Iterator { Iterator(scanner: JSONScanner(source)) }

    /// Gives one token after the other.
    public struct Iterator: IteratorProtocol, Sendable {
        var scanner: JSONScanner?

        /// The next token.
        public mutating func next() -> JSONToken? {
            do {
                if let token = try scanner?.next() { return token }
            } catch {}
            scanner = nil
            return nil
        }
    }
}
