extension FieldValue {
    /// Where a value stands beside another.
    enum Order: Hashable { case before, same, after }

    /// Where this value stands beside another; `nil` where they cannot be compared. Whole numbers are compared with others exactly.
    func order(beside other: FieldValue) -> Order? {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): Order(left, right)
        case (.number(let left), .number(let right)): Order(left, right)
        case (.integer(let left), .number(let right)): Order(left, besideFraction: right)
        case (.number(let left), .integer(let right)): Order(right, besideFraction: left).reversed
        case (.date(let left), .date(let right)): Order(left, right)
        case (.text(let left), .text(let right)): Order(left, right)
        case (.boolean(let left), .boolean(let right)): left == right ? .same : left ? .after : .before
        default: nil
        }
    }
}

extension FieldValue.Order {
    fileprivate init<Value: Comparable>(_ left: Value, _ right: Value) {
        self = left == right ? .same : left < right ? .before : .after
    }

    /// A `Double` beyond 2⁵³ is coarser than the integers around it, so the integer must not be made one.
    fileprivate init(_ left: Int64, besideFraction right: Double) {
        if right >= 0x1p63 {
            self = .before
        } else if right < -0x1p63 {
            self = .after
        } else {
            let whole = right.rounded(.down)
            let order = Self(left, Int64(whole))
            self = order == .same && whole < right ? .before : order
        }
    }

    fileprivate var reversed: Self { self == .before ? .after : self == .after ? .before : .same }
}

extension ValueRange {
    /// Whether a value lies in the range.
    func contains(_ value: FieldValue) -> Bool {
        if let lower {
            guard let order = value.order(beside: lower.value), order == .after || order == .same && lower.isIncluded else {
                return false
            }
        }
        if let upper {
            guard let order = value.order(beside: upper.value), order == .before || order == .same && upper.isIncluded else {
                return false
            }
        }
        return true
    }
}
