import Glibc

/// A client that sends whatever bytes a test wants, as slowly as it wants, and closes its socket when it is let go.
///
/// It never blocks: the server's handlers need the threads that the tests run on.
final class SocketClient {
    private let descriptor: Int32

    /// What a server sent.
    struct Answer {
        var status: Int
        var head: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        func header(_ name: String) -> String? {
            let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            return line.map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
        }
    }

    init(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit { close(descriptor) }

    /// Whether all of it was taken; not, once the server has closed.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) async -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else {
                guard errno == EAGAIN, await becomesTrue({ self.isReady(for: POLLOUT) }) else { return false }
            }
        }
        return true
    }

    /// Sends few bytes, so fast that the server finds many clients at once.
    func sendAtOnce(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    @discardableResult
    func send(_ text: String) async -> Bool { await send(text.utf8) }

    /// Sends a request on a connection of its own and gives the answer.
    static func ask(_ port: UInt16, _ request: some Collection<UInt8>) async -> Answer? {
        let client = SocketClient(port: port)
        await client.send(request)
        return await client.receive()
    }

    static func ask(_ port: UInt16, _ request: String) async -> Answer? { await ask(port, Array(request.utf8)) }

    /// Whether the server has said something, or closed.
    var hasInput: Bool { isReady(for: POLLIN) }

    private func isReady(for event: Int32) -> Bool {
        var descriptors = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return poll(&descriptors, 1, 0) > 0
    }

    /// Says that nothing more comes.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next answer; `nil` if the server closed before it was whole.
    func receive() async -> Answer? {
        var bytes: [UInt8] = []
        while true {
            if let answer = answer(in: bytes) { return answer }
            guard let more = await read(), !more.isEmpty else { return nil }
            bytes += more
        }
    }

    /// What has come, be it part of an answer or several.
    func receiveSome() async -> String { String(decoding: await read() ?? [], as: UTF8.self) }

    /// Whether the server has closed, now or within the client's patience.
    func isClosed() async -> Bool {
        while let more = await read() { if more.isEmpty { return false } }
        return true
    }

    /// What is there, waiting for it; `nil` if the server has closed, nothing if patience is over.
    private func read() async -> [UInt8]? {
        guard await becomesTrue({ self.hasInput }) else { return [] }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private func answer(in bytes: [UInt8]) -> Answer? {
        let text = String(decoding: bytes, as: UTF8.self)
        let blank = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: blank) }) else { return nil }
        var answer = Answer(
            status: Int(text.dropFirst(9).prefix(3)) ?? 0, head: String(decoding: bytes[..<end], as: UTF8.self), body: [])
        let length = answer.header("content-length").flatMap { Int($0) } ?? 0
        guard bytes.count >= end + 4 + length else { return nil }
        answer.body = Array(bytes[(end + 4)..<(end + 4 + length)])
        return answer
    }
}
