extension Configuration {
    /// How to reach Elasticsearch or OpenSearch; secrets are fetched. `nil` where the index is the embedded one.
    /// - Parameter ask: asks for secrets that are to be typed.
    /// - Throws: `.configuration` where a secret cannot be had, or where it says twice who Kelp is.
    public func elasticsearchSettings(
        asking ask: SecretSource.Ask = SecretSource.noTerminal
    ) throws(Failure) -> ElasticsearchSettings? {
        guard !elasticsearch.isEmpty else { return nil }
        var settings = ElasticsearchSettings(nodes: elasticsearch, credentials: try credentials(ask))
        settings.tls = tls
        settings.tls.keyPassword = try clientKeyPassword?.read("clientKeyPassword", asking: ask)
        settings.isReadOnly = isReadOnly
        settings.isSniffing = isSniffing
        return settings
    }

    /// How to reach Kafka; secrets are fetched. `nil` where no brokers are named.
    /// - Parameter ask: asks for secrets that are to be typed.
    /// - Throws: `.configuration` where a secret cannot be had or a property is wrong.
    public func kafkaConfiguration(
        asking ask: SecretSource.Ask = SecretSource.noTerminal
    ) throws(Failure) -> KafkaConfiguration? {
        guard let brokers else { return nil }
        var properties = properties
        for (name, secret) in secretProperties.sorted(by: { $0.key < $1.key }) {
            properties[name] = try secret.read("properties.\(name)", asking: ask).revealed
        }
        return try KafkaConfiguration(brokers: brokers, properties: properties)
    }

    /// The same with the secrets of index and Kafka in it, so that nobody has to wait for one, or be asked, later.
    /// - Parameters:
    ///   - ask: asks for secrets that are to be typed.
    ///   - isTypedOnly: whether those of files and commands stay where they are.
    /// - Throws: `.configuration` where a secret cannot be had.
    public func withSecrets(asking ask: SecretSource.Ask, isTypedOnly: Bool = false) throws(Failure) -> Configuration {
        func fetched(_ source: SecretSource, _ name: SafeText) throws(Failure) -> SecretSource {
            isTypedOnly && !source.isTyped ? source : .text(try source.read(name, asking: ask))
        }
        var configuration = self
        if !elasticsearch.isEmpty {
            for (name, place) in Configuration.secrets {
                if let source = self[keyPath: place] { configuration[keyPath: place] = try fetched(source, name) }
            }
        }
        for (name, source) in secretProperties.sorted(by: { $0.key < $1.key }) where brokers != nil {
            configuration.secretProperties[name] = try fetched(source, "properties.\(name)")
        }
        return configuration
    }

    /// The secrets that go to Elasticsearch.
    private static var secrets: [(SafeText, WritableKeyPath<Configuration, SecretSource?>)] {
        [
            ("elasticsearchPassword", \.elasticsearchPassword), ("elasticsearchApiKey", \.elasticsearchAPIKey),
            ("elasticsearchToken", \.elasticsearchToken), ("clientKeyPassword", \.clientKeyPassword),
        ]
    }

    /// The files that secrets are read from.
    public var secretFiles: [String] {
        let sources = Configuration.secrets.compactMap { self[keyPath: $0.1] } + secretProperties.values
        return sources.compactMap { if case .file(let path) = $0 { path } else { nil } }.sorted()
    }

    private func credentials(_ ask: SecretSource.Ask) throws(Failure) -> Credentials? {
        let given = [elasticsearchPassword, elasticsearchAPIKey, elasticsearchToken].compactMap { $0 }
        guard given.count <= 1 else {
            throw Failure(
                .configuration,
                "more than one of elasticsearchPassword, elasticsearchApiKey and elasticsearchToken is set: leave one")
        }
        if let elasticsearchAPIKey { return .apiKey(try elasticsearchAPIKey.read("elasticsearchApiKey", asking: ask)) }
        if let elasticsearchToken { return .bearer(try elasticsearchToken.read("elasticsearchToken", asking: ask)) }
        switch (elasticsearchUser, elasticsearchPassword) {
        case (nil, nil): return nil
        case (let user?, let password?):
            return .basic(user: user, password: try password.read("elasticsearchPassword", asking: ask))
        case (_?, nil):
            throw Failure(
                .configuration,
                "elasticsearchUser is set and no password: set KELP_ELASTICSEARCH_PASSWORD, or elasticsearchPassword in the configuration"
            )
        case (nil, _?): throw Failure(.configuration, "elasticsearchPassword is set and no user: set KELP_ELASTICSEARCH_USER")
        }
    }
}
