/// Which product answers, in which version, and in what it differs from the others.
struct Dialect: Hashable, Sendable {
    enum Product: Hashable, Sendable {
        case elasticsearch
        case openSearch
        /// Something else that speaks like Elasticsearch.
        case unknown
    }

    /// How a point in time is opened and closed.
    enum PointInTime: Hashable, Sendable {
        /// There is none.
        case missing
        /// `POST /{index}/_pit`, `DELETE /_pit`, the id is `id`.
        case elasticsearch
        /// `POST /{index}/_search/point_in_time`, `DELETE /_search/point_in_time`, the id is `pit_id`, in a list to be closed.
        case openSearch
    }

    var product: Product
    /// Major, minor.
    var version: Version
    var pointInTime: PointInTime
    /// The field that tells documents apart that sort alike, by which the server sorts within a point in time whether asked or not.
    var tiebreaker: String?
    /// How many clauses a query may have in all, as long as nobody set another limit; newer ones take as many as their memory bears.
    var mostClauses: Int
    /// What a highlight calls the most characters that it looks at; `nil` where it cannot be told, and a long text would end the search.
    var highlightLimitName: String?
    /// What a date histogram calls the length of its stretches.
    var intervalName: String

    /// Whether a node that is asked about indexes asks the one that leads, and waits half a minute where that hangs or there is none,
    /// unless it is told `local=true`. Elasticsearch never does so from 9.1 on, and warns of the parameter; who else knows it is not certain.
    var asksLeader: Bool

    /// Whether `GET /_resolve/index/*` tells the names of indexes, aliases and streams of data.
    var resolvesNames: Bool

    struct Version: Hashable, Comparable, Sendable {
        var major: Int
        var minor: Int

        static func < (left: Version, right: Version) -> Bool { (left.major, left.minor) < (right.major, right.minor) }
    }

    /// One line for each stretch of versions that behave alike, the newest first; the rest of Kelp asks for no versions.
    private static let table:
        [(product: Product, since: Version, pointInTime: PointInTime, tiebreaker: String?, interval: String)] = [
            (.elasticsearch, Version(major: 7, minor: 12), .elasticsearch, "_shard_doc", "fixed_interval"),
            (.elasticsearch, Version(major: 7, minor: 10), .elasticsearch, nil, "fixed_interval"),
            (.elasticsearch, Version(major: 7, minor: 2), .missing, nil, "fixed_interval"),
            (.elasticsearch, Version(major: 0, minor: 0), .missing, nil, "interval"),
            (.openSearch, Version(major: 2, minor: 4), .openSearch, nil, "fixed_interval"),
            (.openSearch, Version(major: 0, minor: 0), .missing, nil, "fixed_interval"),
            (.unknown, Version(major: 0, minor: 0), .missing, nil, "fixed_interval"),
        ]

    init(_ product: Product, _ version: Version) {
        self.product = product
        self.version = version
        let line = Dialect.table.first { $0.product == product && $0.since <= version }
        pointInTime = line?.pointInTime ?? .missing
        tiebreaker = line?.tiebreaker
        intervalName = line?.interval ?? "fixed_interval"
        highlightLimitName =
            switch product {
            case .elasticsearch: version >= Version(major: 7, minor: 12) ? "max_analyzed_offset" : nil
            case .openSearch: version >= Version(major: 2, minor: 2) ? "max_analyzer_offset" : nil
            case .unknown: nil
            }
        asksLeader =
            switch product {
            case .elasticsearch: version < Version(major: 9, minor: 1)
            case .openSearch: true
            case .unknown: false
            }
        resolvesNames = product == .openSearch || product == .elasticsearch && version >= Version(major: 7, minor: 9)
        let isGenerous = product == .elasticsearch && version >= Version(major: 8, minor: 1)
        mostClauses = isGenerous ? 4_000 : 1_000
    }

    /// Understands the answer to `GET /`. What cannot be understood is an unknown product: nobody is locked out.
    init(greeting: [UInt8]) {
        var distribution = ""
        var number = ""
        var tagline = ""
        // What is cut off or no JSON at all leaves the three as far as they were found.
        try? Dialect.read(greeting, &distribution, &number, &tagline)
        let parts = number.split(separator: ".").map { Int($0.prefix { ("0"..."9").contains($0) }) ?? 0 }
        let version = Version(major: parts.first ?? 0, minor: parts.count > 1 ? parts[1] : 0)
        switch (distribution, tagline) {
        case ("opensearch", _): self.init(.openSearch, version)
        case ("", "You Know, for Search") where version.major > 0: self.init(.elasticsearch, version)
        default: self.init(.unknown, version)
        }
    }

    private static func read(
        _ greeting: [UInt8], _ distribution: inout String, _ number: inout String, _ tagline: inout String
    ) throws(JSONError) {
        var cursor = JSONCursor(greeting)
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            switch key {
            case "tagline": tagline = try cursor.string() ?? ""
            case "version":
                guard try cursor.enterObject() else { continue }
                while let key = try cursor.nextKey() {
                    switch key {
                    case "number": number = try cursor.string() ?? ""
                    case "distribution": distribution = try cursor.string() ?? ""
                    default: try cursor.skip()
                    }
                }
            default: try cursor.skip()
            }
        }
    }

    /// What the strip calls it.
    var name: SafeText {
        switch product {
        case .elasticsearch: "elasticsearch \(version.major).\(version.minor)"
        case .openSearch: "opensearch \(version.major).\(version.minor)"
        case .unknown: "unknown index"
        }
    }

    /// What the user should know of it.
    var notice: SafeText? {
        guard product == .unknown else { return nil }
        return "the server is neither Elasticsearch nor OpenSearch: it is used as plain Elasticsearch"
    }
}
