/// The colours of a terminal that has fewer than 256.
enum Palette {
    /// The nearest colour among the first `count` (8, 16 or 256).
    static func nearest(to color: Style.Color, of count: Int) -> Int {
        let index = Int(color.index)
        if index < count { return index }
        if index < 16 { return index % 8 }
        let wanted = components(of: index)
        let candidates = 0..<min(count, basic.count)
        return candidates.min { distance(basic[$0], wanted) < distance(basic[$1], wanted) } ?? 0
    }

    private typealias Components = (red: Int, green: Int, blue: Int)

    /// The cube of 6 × 6 × 6 from 16 on and the 24 greys from 232 on, as xterm has them.
    private static func components(of index: Int) -> Components {
        if index >= 232 {
            let grey = 8 + (index - 232) * 10
            return (grey, grey, grey)
        }
        let level = { (step: Int) in step == 0 ? 0 : 55 + step * 40 }
        let cube = index - 16
        return (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
    }

    private static func distance(_ left: Components, _ right: Components) -> Int {
        let red = left.red - right.red
        let green = left.green - right.green
        let blue = left.blue - right.blue
        return red * red + green * green + blue * blue
    }

    private static let basic: [Components] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]
}
