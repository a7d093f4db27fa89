/// Whole numbers from the first to the last; none where the last comes before the first.
struct Span: Hashable, Sendable {
    var first: Int64
    var last: Int64

    /// All there are.
    static let all = Span(first: .min, last: .max)
    /// None.
    static let none = Span(first: .max, last: .min)

    var isEmpty: Bool { first > last }

    /// The numbers in both.
    func intersection(_ other: Span) -> Span { Span(first: max(first, other.first), last: min(last, other.last)) }

    func contains(_ number: Int64) -> Bool { first <= number && number <= last }

    /// Those that come after a number.
    func after(_ number: Int64) -> Span { number == .max ? .none : intersection(Span(first: number + 1, last: .max)) }

    /// Those that come before a number.
    func before(_ number: Int64) -> Span { number == .min ? .none : intersection(Span(first: .min, last: number - 1)) }
}

extension FieldTest {
    /// The whole numbers that pass; `nil` if this is no test of numbers, or of some that are beyond 64 bits.
    var integers: Span? {
        range?.span { value in
            switch value {
            case .integer(let integer): (integer, integer)
            case .number(let number):
                if let below = Int64(exactly: number.rounded(.down)), let above = Int64(exactly: number.rounded(.up)) {
                    (below, above)
                } else {
                    nil
                }
            case .date, .boolean, .text: nil
            }
        }
    }

    /// The milliseconds that pass; `nil` if this is no test of dates.
    var milliseconds: Span? {
        range?.span { if case .date(let date) = $0 { (date.milliseconds, date.milliseconds) } else { nil } }
    }

    private var range: ValueRange? {
        switch self {
        case .equals(let value): ValueRange(from: .init(value, isIncluded: true), to: .init(value, isIncluded: true))
        case .within(let range): range
        case .exists, .has, .begins: nil
        }
    }
}

extension ValueRange {
    /// - Parameter whole: the greatest whole number not above a value and the least not below it; `nil` if there is none.
    fileprivate func span(_ whole: (FieldValue) -> (below: Int64, above: Int64)?) -> Span? {
        var span = Span.all
        if let lower {
            guard let (below, above) = whole(lower.value) else { return nil }
            span = lower.isIncluded || below < above ? Span(first: above, last: .max) : span.after(above)
        }
        if let upper {
            guard let (below, above) = whole(upper.value) else { return nil }
            span = span.intersection(upper.isIncluded || below < above ? Span(first: .min, last: below) : Span.all.before(below))
        }
        return span
    }
}
