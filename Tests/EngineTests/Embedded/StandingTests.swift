import Testing

@testable import Engine

@Suite("Standing by popularity") struct StandingTests {
    private static let moment = Int64(1_700_000_000_000) << 20

    /// In their order.
    private static let popularities: [Int64?] = {
        var numbers: Set<Int64> = [0, .max, .min, .min + 1]
        for shift in 0..<63 {
            let power = Int64(1) << Int64(shift)
            for number in [power - 1, power, power + 1] { numbers.formUnion([number, -number]) }
        }
        return [nil] + numbers.sorted().map(Optional.init)
    }()

    /// In their order.
    private static let places: [Int64] = [
        .min, .min + 1, .min + 256, .min + 1_000_000, Place.firstDated - 1, Place.firstDated, -1, 0, moment, moment + 1,
        moment + 256,
        moment + 32 * 256,
        moment + 1 << 20 - 1, moment + 1 << 20, .max,
    ]

    @Test("never falls as popularity or place rises, and stays within 56 bits")
    func order() {
        var last: Int64 = 0
        for popularity in Self.popularities {
            for place in Self.places {
                let standing = Standing.least(popularity, place)
                #expect(standing >= last && standing <= Standing.last, "\(String(describing: popularity)), \(place)")
                #expect((standing >= Standing.firstKnown) == (popularity != nil))
                if let popularity {
                    #expect(Standing.span(of: Span(first: popularity, last: popularity), drift: 0).contains(standing))
                }
                last = standing
            }
        }
    }

    @Test("tells documents of the same popularity and millisecond apart, and those without a date")
    func apart() {
        let moment = Self.moment
        #expect(Standing.least(0, moment) < Standing.least(0, moment + 256))
        #expect(Standing.least(3, moment) < Standing.least(3, moment + 1 << 20))
        for popularity in [nil, 0, 1_000_000] as [Int64?] {
            #expect(Standing.least(popularity, .min) < Standing.least(popularity, .min + 256))
        }
    }
}
