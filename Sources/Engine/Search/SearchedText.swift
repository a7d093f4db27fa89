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

extension Hit {
    /// The texts of the document, each with its field, but for moments and the id: what there is to be read of it where it has neither
    /// name nor description. Only its first 4,096 bytes are looked through.
    public var texts: [(path: FieldPath, text: String)] {
        let beginning = Array(source.prefix(4_096))
        var texts: [(path: FieldPath, text: String)] = []
        FieldReader.forEachValue(in: beginning) { path, token in
            guard token.kind == .string else { return }
            let text = token.text(in: beginning)
            guard !text.isEmpty, text != id.rawValue, Timestamp(iso8601: text) == nil else { return }
            texts.append((FieldPath(String(decoding: path, as: UTF8.self)), text))
        }
        return texts
    }
}
