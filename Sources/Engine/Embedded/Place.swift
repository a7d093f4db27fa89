/// Where a document stands in time, as its rowid: the milliseconds of its `created_at`, then a number among equals.
///
/// Documents without a date stand before all others, where a walk backwards in time ends.
///
/// The first places of a moment, and all without a date, are multiples of 256: FTS5 loses matches backwards in a list of rowids whose
/// pages begin more than 2^56 apart, unless the last byte of that distance is small.
enum Place {
    private static let shift: Int64 = 20
    private static let spacing: Int64 = 256
    /// Years 1830 to 2248; a date beyond them stands at the end of that time.
    private static let times: ClosedRange<Int64> = -(1 << 42)...(1 << 43) - 1

    /// The first place of a document with a date.
    static let firstDated = times.lowerBound << shift

    /// The places for a date, or for none.
    static func places(for date: Timestamp?) -> ClosedRange<Int64> {
        guard let date else { return Int64.min...(firstDated - 1) }
        let start = min(max(date.milliseconds, times.lowerBound), times.upperBound) << shift
        return start...(start | (1 << shift - 1))
    }

    /// The milliseconds of a dated place, and its number among equals, which grows more slowly beyond the spaced ones.
    static func parts(of place: Int64) -> (milliseconds: Int64, number: Int64) {
        (place >> shift, (place & (1 << shift - 1)) / spacing)
    }

    /// The number of a place without a date.
    static func undatedNumber(of place: Int64) -> UInt64 { UInt64(bitPattern: place &- .min) / UInt64(spacing) }

    /// The places of the dates in a span; `nil` where an end shares its places with other dates.
    static func span(of dates: Span) -> Span? {
        guard dates.first == .min || dates.first > times.lowerBound, dates.last == .max || dates.last < times.upperBound else {
            return nil
        }
        let first = dates.first == .min ? firstDated : dates.first << shift
        let last = dates.last == .max ? .max : dates.last << shift | (1 << shift - 1)
        guard dates.first <= times.upperBound, dates.last >= times.lowerBound || dates.last == .max else { return nil }
        return Span(first: first, last: last)
    }

    /// The place for a further document of the same date, or without one; `nil` where there is none left.
    static func next(after place: Int64, in places: ClosedRange<Int64>) -> Int64? {
        let isSpaced = place < firstDated || place & (1 << shift - 1) < 1 << (shift - 1)
        let next = isSpaced ? (place | (spacing - 1)) &+ 1 : place &+ 1
        return places.contains(next) ? next : nil
    }

    /// The places to try when half a million documents have filled these already.
    static func next(after places: ClosedRange<Int64>) -> ClosedRange<Int64>? {
        let (start, overflows) = places.upperBound.addingReportingOverflow(1)
        return overflows ? nil : start...(start | (1 << shift - 1))
    }
}
