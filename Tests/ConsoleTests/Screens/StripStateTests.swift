import Engine
import Testing

@testable import Console

@Suite("The strip's figures") struct StripStateTests {
    @Test(
        "change twice a second, and a clock that is set back does not hold them",
        arguments: [
            (0, false), (449, false), (450, true), (-3_600_000, true),
        ])
    func rests(later: Int, isDue: Bool) {
        var strip = StripState(profile: "p", isReadOnly: false)
        #expect(strip.isDue(at: noon))
        strip.note(Story.status, at: noon)
        #expect(strip.isDue(at: noon.advanced(by: .milliseconds(later))) == isDue)
    }
}
