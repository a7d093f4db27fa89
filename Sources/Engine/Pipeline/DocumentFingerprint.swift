/// What is to be known again of a document: enough to tell whether two are the same.
struct DocumentFingerprint {
    var source: Int
    /// The fields that Kelp knows; `nil` without a name, because the others alone say too little.
    private var fields: Int?
    var origin: RecordPosition?
    var bytes: Int

    init(_ document: Document) {
        (source, origin, bytes) = (Self.hash(of: document.source), document.origin, document.source.count)
        fields = Self.fields(document.name, document.description, document.createdAt, document.popularity)
    }

    init(_ hit: Hit) {
        (source, origin, bytes) = (Self.hash(of: hit.source), hit.origin, hit.source.count)
        fields = Self.fields(hit.name, hit.description, hit.createdAt, hit.popularity)
    }

    /// Whether the two hold the same. Whoever indexed may have written the JSON anew: then the fields tell.
    func isSame(as other: DocumentFingerprint) -> Bool {
        source == other.source || (fields != nil && fields == other.fields)
    }

    /// All bytes at once: an array's own hash takes them one by one.
    private static func hash(of bytes: [UInt8]) -> Int {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    private static func fields(
        _ name: String?, _ description: String?, _ createdAt: Timestamp?, _ popularity: Int64?
    ) -> Int? {
        guard let name else { return nil }
        var hasher = Hasher()
        hasher.combine(name)
        hasher.combine(description)
        hasher.combine(createdAt)
        hasher.combine(popularity)
        return hasher.finalize()
    }
}
