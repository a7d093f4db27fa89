import Engine
import Testing

@testable import Console

@Suite("The theme's setting") struct ThemeSettingTests {
    @Test("names the themes there are")
    func names() {
        #expect(Configuration.themes == Theme.all.map(\.name))
    }
}
