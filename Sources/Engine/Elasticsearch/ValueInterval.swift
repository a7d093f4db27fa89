/// The values that a field of numbers or moments has to have, in the field's own terms: no server is asked for what its type cannot hold.
enum ValueInterval {
    /// Whole numbers between two ends, both inside; `nil` where there is none.
    static func whole(_ test: FieldTest, within limits: ClosedRange<Int128>) -> ClosedRange<Int128>? {
        var (lower, upper) = (limits.lowerBound, limits.upperBound)
        switch test {
        case .equals(let value):
            guard let number = value.exactInteger else { return nil }
            (lower, upper) = (max(lower, number), min(upper, number))
        case .within(let range):
            if let end = range.lower {
                guard let least = end.value.integer(.up, stepping: end.isIncluded ? 0 : 1) else { return nil }
                lower = max(lower, least)
            }
            if let end = range.upper {
                guard let most = end.value.integer(.down, stepping: end.isIncluded ? 0 : -1) else { return nil }
                upper = min(upper, most)
            }
        default: return nil
        }
        return lower <= upper ? lower...upper : nil
    }

    /// The ends of a range of numbers with fractions, as the query names them; `nil` where there is no such number.
    static func fractions(_ test: FieldTest, upTo limit: Double) -> [(key: String, value: Double)]? {
        var ends: [(key: String, value: Double)] = []
        switch test {
        case .equals(let value):
            guard let number = value.double, abs(number) <= limit else { return nil }
            // A zero may have a sign, and then is another number to the server.
            ends = [("gte", number == 0 ? -0.0 : number), ("lte", number == 0 ? 0.0 : number)]
        case .within(let range):
            if let end = range.lower {
                guard let number = end.value.double, number <= limit else { return nil }
                let key = end.isIncluded ? "gte" : "gt"
                if number >= -limit { ends.append((key, number == 0 ? (end.isIncluded ? -0.0 : 0.0) : number)) }
            }
            if let end = range.upper {
                guard let number = end.value.double, number >= -limit else { return nil }
                let key = end.isIncluded ? "lte" : "lt"
                if number <= limit { ends.append((key, number == 0 ? (end.isIncluded ? 0.0 : -0.0) : number)) }
            }
        default: return nil
        }
        return ends
    }
}

extension FieldValue {
    /// It as a number; a moment in milliseconds, a text that says one.
    fileprivate var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .date(let moment): Double(moment.milliseconds)
        case .text(let text): Int64(text).map { Double($0) } ?? Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .boolean: nil
        }
    }

    /// It as a whole number; `nil` where it has a fraction.
    fileprivate var exactInteger: Int128? {
        switch self {
        case .integer(let number): Int128(number)
        case .date(let moment): Int128(moment.milliseconds)
        case .text(let text): Int128(text)
        case .number(let number): Int128(exactly: number)
        case .boolean: nil
        }
    }

    /// The nearest whole number in one direction, and so many further where it was whole already.
    fileprivate func integer(_ rule: FloatingPointRoundingRule, stepping step: Int128) -> Int128? {
        if let exact = exactInteger { return exact + step }
        guard let number = double else { return nil }
        // Far beyond every type; and a rounded number is outside already.
        return Int128(exactly: number.rounded(rule)) ?? (number < 0 ? -(1 << 100) : 1 << 100)
    }
}
