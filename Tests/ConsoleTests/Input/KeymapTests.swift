import Engine
import Testing

@testable import Console

@Suite("Keymap") struct KeymapTests {
    static let contexts: [Context] = [.results, .live, .document, .help, .bar, .commandLine, .picker]

    @Test("no key does two things in one place", arguments: contexts)
    func unambiguous(context: Context) {
        let keys = Keymap.bindings.filter { !$0.contexts.isDisjoint(with: context) }.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test("what is offered takes its keys from the bar, and no hint promises what a key does not do")
    func offered() {
        let places: [(Context, Command?, Command?)] = [
            (.bar, .submit, .leaveBar), ([.bar, .completion], .submit, .back), ([.bar, .completion, .candidate], .accept, .back),
        ]
        for (place, enter, escape) in places {
            #expect(Keymap.command(for: .enter, in: place) == enter)
            #expect(Keymap.command(for: .escape, in: place) == escape)
            let keys = Keymap.hints(in: place).map(\.key)
            #expect(Set(keys).count == keys.count)
        }
    }

    @Test("a plain letter is never a key where text is typed")
    func text() {
        for binding in Keymap.bindings where !binding.contexts.isDisjoint(with: .text) {
            #expect(!binding.keys.contains { if case .character = $0 { true } else { false } })
        }
    }

    @Test("every place has a way back or out, and the program can be quit from everywhere", arguments: contexts)
    func ways(context: Context) {
        #expect(Keymap.command(for: .control("c"), in: context) == .quit)
        #expect(Keymap.command(for: .escape, in: context) != nil)
    }

    @Test("the hints of every place fit 60 columns, or are left out whole", arguments: contexts)
    func hints(context: Context) {
        #expect(!Keymap.hints(in: context).isEmpty)
    }

    @Test("the README's table has every key")
    func markdown() {
        let text = Keymap.markdown()
        for key in Keymap.bindings.flatMap(\.keys) { #expect(text.contains("`\(key.name)`")) }
    }
}
