import Engine
import Testing

@testable import Console

@Suite("The profile on the strip") struct ProfileBadgeTests {
    @Test(
        "says production at every size, however long the name and in every theme", arguments: [40, 60, 80, 120],
        Theme.all.map(\.name))
    func production(columns: Int, theme: String) throws {
        var setup = setup()
        setup.profile = "매우 긴 이름의 프로필 with a name that has no end"
        setup.isProduction = true
        setup.theme = try #require(Theme.named(theme))
        let size = Size(columns: columns, rows: 24)
        let frame = render(State(setup, size: size, now: noon, zone: .utc), size: size)
        let strip = frame.text.split(separator: "\n")[0]
        #expect(strip.hasPrefix(" kelp  PRODUCTION "))
        let style = frame[7, 0].style
        #expect(theme == "monochrome" ? style.attributes.contains(.reverse) : style.background == .init(160))
    }

    @Test("shows the colour, and none where there is none", arguments: ProfileColor.allCases.map { $0 } + [nil])
    func color(color: ProfileColor?) {
        var setup = setup()
        setup.color = color
        let size = Size(columns: 80, rows: 24)
        let frame = render(State(setup, size: size, now: noon, zone: .utc), size: size)
        #expect(frame.text.hasPrefix(" kelp  demo "))
        #expect(!frame.text.contains("PRODUCTION"))
        let plain = Theme.dark[.strip].background
        #expect((frame[7, 0].style.background == plain) == (color == nil))
    }

    @Test("does not stand twice where it tells the kind of index", arguments: ["embedded", "demo"])
    func backend(profile: SafeText) {
        let size = Size(columns: 120, rows: 32)
        var state = Story.tell([Story.opened], size: size)
        state.strip.profile = profile
        let strip = render(state, size: size).row(0)
        #expect(strip.matches(of: /embedded/).count == 1, "\(strip)")
    }
}
