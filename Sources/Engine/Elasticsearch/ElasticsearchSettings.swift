/// How Elasticsearch or OpenSearch is reached.
public struct ElasticsearchSettings: Hashable, Sendable {
    /// Whom to believe that the server is the right one, and how Kelp proves who it is.
    public struct TLS: Hashable, Sendable {
        /// A PEM file of the authorities to trust; `nil` for the system's.
        public var authorityFile: String?
        /// A PEM file of Kelp's own certificate.
        public var certificateFile: String?
        /// A PEM file of the certificate's private key.
        public var keyFile: String?
        /// What opens the key file.
        public var keyPassword: Secret?
        /// `sha256//` and the Base64 hash of the server's public key, several with semicolons, or a file that holds the key.
        public var pinnedKey: String?
        /// Whether any certificate will do. Anybody on the way can then read and change everything.
        public var isVerificationSkipped = false

        /// Trusts what the system trusts.
        public init() {}
    }

    /// The nodes that are asked, in turn.
    public var nodes: [NodeAddress]
    /// Whether the cluster is asked which other nodes it has, which are then asked, too.
    public var isSniffing = false
    /// Who Kelp says it is; what a node's address says counts before it.
    public var credentials: Credentials?
    /// What holds where a node's address is `https`.
    public var tls = TLS()
    /// How long a connection may take to come about.
    public var connectTimeout = Duration.seconds(5)
    /// How long a search, or any other question, may take in all.
    public var searchTimeout = Duration.seconds(30)
    /// How long a bulk may take in all.
    public var writeTimeout = Duration.seconds(60)
    /// Whether nothing may be written.
    public var isReadOnly = false

    /// Asks these nodes.
    public init(nodes: [NodeAddress], credentials: Credentials? = nil) {
        self.nodes = nodes
        self.credentials = credentials
    }
}
