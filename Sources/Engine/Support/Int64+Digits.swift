extension Int64 {
    /// Reads digits and nothing else, without a string being made of them; `nil` where there are none, others, or more than always fit.
    init?(digits: some Collection<UInt8>) {
        guard 1...18 ~= digits.count else { return nil }
        self = 0
        for byte in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            self = self * 10 + Int64(byte - UInt8(ascii: "0"))
        }
    }
}
