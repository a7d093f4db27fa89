/// Random numbers that are the same for the same seed (the SplitMix64 sequence).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// One of them.
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[Int(next() % UInt64(choices.count))] }

    /// Whether something that happens once in so many times happens now.
    mutating func isOne(in count: UInt64) -> Bool { next() % count == 0 }

    /// A number that is small mostly and large rarely: about 1 to 50,000, half of them below 150.
    mutating func popularity() -> Int {
        // The sum of uniform numbers is nearly normal, and doubling by it makes it log-normal.
        let sum = (0..<6).reduce(0.0) { total, _ in total + Double.random(in: -1...1, using: &self) }
        return min(50_000, max(1, Int(150 * power(of: 3.3, sum))))
    }

    private func power(of base: Double, _ exponent: Double) -> Double {
        var (result, square, count) = (1.0, base, Int(abs(exponent) * 64))
        // base ** (count / 64), by the 64th root taken as six square roots.
        for _ in 0..<6 { square = square.squareRoot() }
        while count > 0 {
            if count & 1 == 1 { result *= square }
            square *= square
            count >>= 1
        }
        return exponent < 0 ? 1 / result : result
    }
}
