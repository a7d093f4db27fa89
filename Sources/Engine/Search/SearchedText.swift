extension Document {
    /// The texts that terms are looked up in: name and description, or all others where it has neither.
    var searchedTexts: [String] {
        if name != nil || description != nil { return [name, description].compactMap { $0 } }
        return otherText.isEmpty ? [] : [joinedOtherText]
    }

    /// The other texts as one, which is how an index keeps them.
    var joinedOtherText: String { otherText.joined(separator: "\n") }

    /// The text of one field.
    func text(of field: FieldPath) -> String? {
        switch field {
        case .name: name
        case .description: description
        default: nil
        }
    }
}
