import Testing

@testable import Engine

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Wake-up") struct WakeupTests {
    @Test("costs one byte however often it is signalled, and works again once drained")
    func once() async throws {
        let wakeup = try Wakeup()
        #expect(!isReadable(wakeup))
        for _ in 1...2 {
            await withTaskGroup { group in
                for _ in 0..<8 { group.addTask { for _ in 0..<10_000 { wakeup.signal() } } }
            }
            #expect(isReadable(wakeup))
            var bytes = [UInt8](repeating: 0, count: 8)
            #expect(read(wakeup.descriptor, &bytes, 8) == 1)
            wakeup.drain()
            #expect(!isReadable(wakeup))
        }
    }

    private func isReadable(_ wakeup: Wakeup) -> Bool {
        var source = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&source, 1, 0) == 1
    }
}
