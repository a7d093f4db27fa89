import Engine

extension JSONScanner {
    /// Reads on to the end of the text.
    /// - Returns: the tokens, and what is wrong after them, if anything is.
    static func all(of text: [UInt8]) -> (tokens: [JSONToken], problem: JSONError?) {
        var scanner = JSONScanner(text)
        var tokens: [JSONToken] = []
        do throws(JSONError) {
            while let token = try scanner.next() { tokens.append(token) }
            return (tokens, nil)
        } catch {
            return (tokens, error)
        }
    }
}
