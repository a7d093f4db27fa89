extension JSONWriter {
    /// Writes an object of one member.
    mutating func object(_ key: String, _ value: (inout JSONWriter) -> Void) {
        beginObject()
        self.key(key)
        value(&self)
        endObject()
    }

    /// Writes `{}`.
    mutating func emptyObject() {
        beginObject()
        endObject()
    }

    /// Writes a member that is a string.
    mutating func member(_ key: String, _ text: String) {
        self.key(key)
        string(text)
    }

    /// Writes a member that is a whole number.
    mutating func member(_ key: String, _ value: Int) {
        self.key(key)
        number(value)
    }
}
