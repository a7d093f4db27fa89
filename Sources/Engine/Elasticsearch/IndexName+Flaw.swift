extension IndexName {
    /// Why neither Elasticsearch nor OpenSearch makes an index of this name, for example that it has a capital letter; `nil` if they do. An
    /// alias may have such a name all the same.
    ///
    /// The rules are those of Elasticsearch's "Create index API", which OpenSearch shares.
    public var flaw: SafeText? { aliasFlaw ?? (rawValue == rawValue.lowercased() ? nil : "it has a capital letter") }

    /// Why not even an alias can be called so; `nil` if one can.
    var aliasFlaw: SafeText? {
        if rawValue.isEmpty || rawValue == "." || rawValue == ".." { return "it is no name" }
        if rawValue.utf8.count > 255 { return "it has more than 255 bytes" }
        if let first = rawValue.first, "-_+".contains(first) { return "it begins with \(String(first))" }
        if rawValue.contains(where: \.isWhitespace) { return "it has a blank" }
        return rawValue.first { "\\/*?\"<>|,#:".contains($0) }.map { "it has the character \(String($0))" }
    }
}
