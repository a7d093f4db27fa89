/// By which names a server may be called.
///
/// A web page from elsewhere can give its own name this machine's address, and then reads what a server answers there: the browser
/// takes both for one site. What gives it away is the name in `Host`. Who must show a key is safe without this.
struct AllowedHosts: Sendable {
    private let names: Set<String>

    /// The names of loopback, and what was listened on.
    init(listeningOn host: String) { names = ["localhost", "127.0.0.1", "::1", host.lowercased()] }

    /// Why a request is not answered, if it is not.
    /// - Parameter host: the header `Host`; HTTP/1.0 may leave it out, and browsers never do.
    func refusal(of host: String?) -> HTTPResponse? {
        guard let host, !names.contains(AllowedHosts.name(host)) else { return nil }
        return .problem(
            421,
            "This server is not called \(host.prefix(80)): ask for localhost, or set an API key if a proxy stands before it.",
            isLast: true)
    }

    /// The name without port and brackets.
    private static func name(_ host: String) -> String {
        let lowercased = host.lowercased()
        if lowercased.hasPrefix("[") { return String(lowercased.dropFirst().prefix { $0 != "]" }) }
        return String(lowercased.prefix { $0 != ":" })
    }
}
