#if canImport(Glibc)
    import Glibc
#endif

/// Where a server listens: a host and a port, for example `127.0.0.1:8000` or `[::1]:8000`.
public struct ListenAddress: Hashable, Sendable {
    /// A name or an address, without brackets.
    public var host: String
    /// 0...65535; 0 lets the system choose.
    public var port: UInt16

    /// Makes an address.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, an IPv6 address in brackets.
    public init(parsing text: String) throws(Failure) {
        let failure = Failure(.usage, "\(text) is no address to listen on: write HOST:PORT, for example 127.0.0.1:8000.")
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { throw failure }
        var host = text[..<colon]
        if host.hasPrefix("[") && host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw failure
        }
        guard !host.isEmpty else { throw failure }
        self.init(host: String(host), port: port)
    }
}

extension ListenAddress {
    /// A socket that listens, and where.
    struct Socket {
        var descriptor: Int32
        var port: UInt16
        /// Whether only this machine can reach it.
        var isLoopback: Bool
    }

    /// Opens the socket.
    func open() throws(Failure) -> Socket {
        let address = try resolve()
        defer { freeaddrinfo(address) }
        let loopback = isLoopback(address.pointee)
        let descriptor = socket(
            address.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw failure(errno) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0, listen(descriptor, SOMAXCONN) == 0
        else {
            let failure = failure(errno)
            close(descriptor)
            throw failure
        }
        return Socket(descriptor: descriptor, port: boundPort(descriptor), isLoopback: loopback)
    }

    private func resolve() throws(Failure) -> UnsafeMutablePointer<addrinfo> {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &first)
        guard status == 0, let first else {
            let reason = SafeText(String(cString: gai_strerror(status)))
            throw Failure(.usage, "Cannot listen on \(host): \(reason); name an address of this machine, for example 127.0.0.1.")
        }
        return first
    }

    private func failure(_ code: Int32) -> Failure {
        let place: SafeText = "Cannot listen on \(host) port \(port)"
        switch code {
        case EADDRINUSE:
            return Failure(.unavailable, "\(place): another program listens there; stop it, or choose another port by --listen.")
        case EACCES:
            return Failure(.notAllowed, "\(place): ports below 1024 need permission; choose a higher one by --listen.")
        case EADDRNOTAVAIL:
            return Failure(.usage, "\(place): this machine has no such address; choose one of its own by --listen.")
        default:
            return Failure(.unavailable, "\(place): \(String(cString: strerror(code))).")
        }
    }
}

private func isLoopback(_ address: addrinfo) -> Bool {
    guard let socketAddress = address.ai_addr else { return false }
    let bytes = UnsafeRawBufferPointer(start: socketAddress, count: Int(address.ai_addrlen))
    switch address.ai_family {
    case AF_INET: return bytes.load(as: sockaddr_in.self).sin_addr.s_addr.bigEndian >> 24 == 127
    case AF_INET6:
        return withUnsafeBytes(of: bytes.load(as: sockaddr_in6.self).sin6_addr) {
            $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1
        }
    default: return false
    }
}

/// The port as the system chose it.
private func boundPort(_ descriptor: Int32) -> UInt16 {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &address) { storage in
        storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
        // The port stands at the same place for both families.
        return storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
    }
}
