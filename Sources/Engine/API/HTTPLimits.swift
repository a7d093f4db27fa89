/// What a server grants its clients.
public struct HTTPLimits: Hashable, Sendable {
    /// Connections at once. Where the system grants fewer open files it is fewer.
    public var connections = 4_096
    /// Connections at once from one address; generous, because a proxy is one.
    public var connectionsPerClient = 3_072
    /// Bytes of one body.
    public var body = 10 << 20
    /// Bytes of all bodies that are being received or answered.
    public var bodies = 256 << 20
    /// How long a connection may wait before its next request has begun.
    public var idle = Duration.seconds(75)
    /// How long a request may take to arrive, from its first line on; a byte now and then does not make it longer.
    public var request = Duration.seconds(30)
    /// How long an answer may take to be found.
    public var handling = Duration.seconds(60)
    /// How long the answer to a search may still take once its client has ended its side of the connection.
    public var hungUp = Duration.seconds(2)
    /// How long an answer may take to be fetched by the client.
    public var response = Duration.seconds(60)

    /// The limits of a server that is used as intended.
    public init() {}
}
