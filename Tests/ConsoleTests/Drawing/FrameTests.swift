import Engine
import Testing

@testable import Console

@Suite("Frame") struct FrameTests {
    @Test("draws text up to the limit")
    func draws() {
        var frame = Frame(size: Size(columns: 4, rows: 1))
        let end = frame.put("abcdef", x: 1, y: 0, maxX: 3)
        #expect(end == 3)
        #expect(frame.cells.map(\.text) == [" ", "a", "b", " "])
    }
}
