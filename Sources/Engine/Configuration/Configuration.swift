/// Everything that can be set, once file, environment and command line have been put together.
public struct Configuration: Hashable, Sendable {
    /// Whether the console indexes what it reads.
    public enum PipelineChoice: String, Hashable, Sendable, CaseIterable {
        /// It does when nobody else writes to the index.
        case auto
        /// It must.
        case on
        /// It only shows.
        case off
    }

    /// Which topics feed which indexes unless it is said otherwise.
    public static let defaultRoutes: Pipeline.Routes = ["chatroom_created": "chatroom", "playlist_created": "playlist"]

    /// The names of the console's colours, the usual ones first.
    public static let themes = ["dark", "light", "high-contrast", "monochrome"]

    /// The settings of which only one can say who Kelp is.
    static let identities = ["elasticsearchPassword", "elasticsearchApiKey", "elasticsearchToken"]

    /// The profile of the file that counts; `nil` for its top level alone.
    public var profile: String?
    /// The folder of the embedded index, where it is set or the user's folders are known; `dataFolder()` asks for it.
    public var data: String?
    /// The nodes of Elasticsearch or OpenSearch; none where the index is the embedded one.
    public var elasticsearch: [NodeAddress] = []
    /// Whether the cluster is asked for its other nodes.
    public var isSniffing = false
    /// Whom to believe that the server is the right one.
    public var tls = ElasticsearchSettings.TLS()
    /// Who Kelp is to Elasticsearch; its password goes with it.
    public var elasticsearchUser: String?
    /// The user's password.
    public var elasticsearchPassword: SecretSource?
    /// A key in place of user and password.
    public var elasticsearchAPIKey: SecretSource?
    /// A token in place of them.
    public var elasticsearchToken: SecretSource?
    /// What opens the private key of Kelp's certificate.
    public var clientKeyPassword: SecretSource?
    /// `host:port`, several with commas; `nil` for none.
    public var brokers: String?
    /// Which topic feeds which index.
    public var routes = Configuration.defaultRoutes
    /// The consumer group of the pipeline.
    public var group = "search_indexer"
    /// librdkafka properties that anybody may see.
    public var properties: [String: String] = [:]
    /// librdkafka properties that nobody may see.
    public var secretProperties: [String: SecretSource] = [:]
    /// The index to search or import into; `nil` for all.
    public var index: IndexName?
    /// Where the log goes; `nil` for nowhere.
    public var logFile: String?
    /// Whether the log tells more.
    public var isVerbose = false
    /// The field that holds a document's id.
    public var idField = "id"
    /// Whether nothing may be written, where anything says so.
    public var readOnly: Bool?
    /// The colour of the profile's name on the screen.
    public var color: ProfileColor?
    /// Whether a mistake here would hurt.
    public var isProduction = false
    /// The name of the console's colours.
    public var theme = Configuration.themes[0]
    /// Whether the console indexes.
    public var pipeline = PipelineChoice.auto

    /// Where the console keeps the queries that were searched for; `nil` if nobody can tell.
    public private(set) var historyFile: String?
    /// Where the console keeps the queries that have a name; `nil` if nobody can tell.
    public private(set) var savedQueriesFile: String?

    /// The topics that are read, by name.
    public var topics: [TopicName] { routes.keys.sorted() }

    /// Whether nothing may be written: what is said of it, else as it should be in production.
    public var isReadOnly: Bool { readOnly ?? isProduction }

    /// What holds where nobody sets anything.
    public init() {}
}

extension Configuration {
    /// Puts the layers together; the command line beats the environment, which beats the profile, which beats the file's top level.
    /// - Parameters:
    ///   - file: a file that must be there; `nil` for the usual one, which need not.
    ///   - environment: the process's variables.
    ///   - options: for each setting's name the words that the command line has for it.
    /// - Throws: `.noInput` if the file is not there, `.configuration` for what is wrong in the file or the environment, all of
    ///   it at once, `.usage` for what is wrong on the command line.
    public static func load(
        file: String?, environment: [String: String], options: [String: [String]]
    ) throws(Failure) -> Configuration {
        let reading = ConfigurationReading(file: file, environment: environment, options: options)
        if let failure = reading.failure { throw failure }
        return reading.configuration
    }

    /// Fills in what depends on the user's folders.
    mutating func settle(_ folders: UserFolders) {
        logFile = logFile.map(folders.expand)
        tls.authorityFile = tls.authorityFile.map(folders.expand)
        tls.certificateFile = tls.certificateFile.map(folders.expand)
        tls.keyFile = tls.keyFile.map(folders.expand)
        elasticsearchPassword = elasticsearchPassword.map(folders.expand)
        elasticsearchAPIKey = elasticsearchAPIKey.map(folders.expand)
        elasticsearchToken = elasticsearchToken.map(folders.expand)
        clientKeyPassword = clientKeyPassword.map(folders.expand)
        secretProperties = secretProperties.mapValues(folders.expand)
        data = data.map(folders.expand) ?? folders.data
        historyFile = folders.state.map { $0 + "/history" }
        savedQueriesFile = folders.configuration.map { $0 + "/queries.json" }
    }

    /// The folder of the embedded index.
    /// - Throws: `.configuration` if none is set and the user has no home.
    public func dataFolder() throws(Failure) -> String {
        guard let data, !data.isEmpty else {
            throw Failure(.configuration, "HOME is not set, so the index has no place: name its folder with --data FOLDER")
        }
        return data
    }
}
