import Testing

@testable import Engine

@Suite("What is remembered of indexes")
struct IndexMemoryTests {
    private let start = ContinuousClock.now

    @Test("is believed for its time and not longer")
    func ends() {
        var memory = IndexMemory<Int>(length: .seconds(10))
        #expect(memory.belief(of: "/a", at: start) == nil)
        memory.learn(1, of: "/a", at: start)
        #expect(memory.belief(of: "/a", at: start + .seconds(9))?.value == 1)
        #expect(memory.belief(of: "/b", at: start) == nil)
        #expect(memory.belief(of: "/a", at: start + .seconds(10)) == nil)
    }

    @Test("is learnt anew from half of its time on, by one who asks and not by all")
    func renews() {
        var memory = IndexMemory<Int>(length: .seconds(10))
        memory.learn(1, of: "/a", at: start)
        #expect(memory.belief(of: "/a", at: start + .seconds(4))?.isToBeRenewed == false)
        #expect(memory.belief(of: "/a", at: start + .seconds(5))?.isToBeRenewed == true)
        #expect(memory.belief(of: "/a", at: start + .seconds(6))?.isToBeRenewed == false)
        memory.learn(2, of: "/a", at: start + .seconds(6))
        #expect(memory.belief(of: "/a", at: start + .seconds(10))?.value == 2)
    }

    @Test("counts as long as it would have where it cannot be learnt anew, and the next one tries again")
    func fails() {
        var memory = IndexMemory<Int>(length: .seconds(10))
        memory.learn(1, of: "/a", at: start)
        #expect(memory.belief(of: "/a", at: start + .seconds(5))?.isToBeRenewed == true)
        memory.learn(nil, of: "/a", at: start + .seconds(5))
        #expect(memory.belief(of: "/a", at: start + .seconds(6))?.isToBeRenewed == true)
        #expect(memory.belief(of: "/a", at: start + .seconds(10)) == nil)
    }
}
