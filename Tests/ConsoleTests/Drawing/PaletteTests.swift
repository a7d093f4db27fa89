import Testing

@testable import Console

@Suite("Colours") struct PaletteTests {
    @Test(
        "are the nearest that the terminal has",
        arguments: [
            (200, 256, 200), (9, 16, 9), (9, 8, 1), (196, 16, 9), (196, 8, 1), (46, 16, 10), (16, 8, 0), (231, 16, 15),
            (231, 8, 7),
            (232, 16, 0), (244, 16, 8), (255, 16, 7), (21, 16, 4),
        ] as [(UInt8, Int, Int)])
    func nearest(index: UInt8, count: Int, expected: Int) {
        #expect(Palette.nearest(to: Style.Color(index), of: count) == expected)
    }
}
