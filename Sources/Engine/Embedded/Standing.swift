/// Where a document stands by popularity, as a rowid: in the order of popularity, then of place.
///
/// It is a number of 56 bits, for FTS5 gets lost backwards in rowids that are further apart. Popularity and place do not fit into it: what
/// counts least is cut off, so documents that hardly differ share the least standing that each of them may have, and take the next free one
/// from there on. Walks put those right: see `PopularityWalk`.
enum Standing {
    /// What a popularity leaves for the place, before its own digits take from it.
    private static let placeBits: UInt64 = 49

    /// The least standing of a document that has a popularity; those without one stand below.
    static let firstKnown = Int64(1) << placeBits
    /// The greatest standing there is.
    static let last = Int64(1) << 56 - 1

    /// The least standing that a document may have. It never falls as popularity rises, nor as the place does among equals.
    static func least(_ popularity: Int64?, _ place: Int64) -> Int64 { code(popularity, digits(of: place)) }

    /// The standings of documents whose popularity is in a span.
    /// - Parameter drift: how far a standing may be beyond the least one.
    static func span(of popularity: Span, drift: Int64) -> Span {
        guard !popularity.isEmpty else { return .none }
        return Span(first: code(popularity.first, 0), last: code(popularity.last, firstKnown.magnitude - 1) + drift)
    }

    /// The standings of documents without a popularity.
    static func unknown(drift: Int64) -> Span { Span(first: 0, last: firstKnown - 1 + drift) }

    private static func code(_ popularity: Int64?, _ place: UInt64) -> Int64 {
        guard let popularity else { return Int64(place) }
        let zero = Int64(64) << placeBits
        if popularity >= 0 { return zero + code(UInt64(popularity), place) }
        return max(zero - 1 - code(UInt64(~popularity), firstKnown.magnitude - 1 - place), firstKnown)
    }

    /// How many binary digits the number has, the digits but for the first, and as much of the place as there is room for.
    private static func code(_ number: UInt64, _ place: UInt64) -> Int64 {
        let length = UInt64(63 - (number + 1).leadingZeroBitCount)
        let digits = (number + 1) ^ (1 << length)
        let rest =
            length <= placeBits ? digits << (placeBits - length) | place >> length : digits >> (length - placeBits)
        return Int64(length << placeBits | rest)
    }

    /// The place in 49 bits: of a dated one the milliseconds and the first 32 of each; the undated ones far apart, so that their order
    /// outlasts the digits of a popularity.
    private static func digits(of place: Int64) -> UInt64 {
        guard place >= Place.firstDated else { return min(Place.undatedNumber(of: place), 1 << 27 - 1) << 20 }
        let (milliseconds, number) = Place.parts(of: place)
        return UInt64(milliseconds + 1 << 43) << 5 | min(UInt64(number), 31)
    }
}
