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
    /// - Parameter ask: asks for secrets that are to be typed.
    /// - Throws: `.configuration` where a secret cannot be had.
    public func withSecrets(asking ask: SecretSource.Ask) throws(Failure) -> Configuration {
        var configuration = self
        if let settings = try elasticsearchSettings(asking: ask) {
            switch settings.credentials {
            case .basic(_, let secret): configuration.elasticsearchPassword = .text(secret)
            case .apiKey(let secret): configuration.elasticsearchAPIKey = .text(secret)
            case .bearer(let secret): configuration.elasticsearchToken = .text(secret)
            case nil: break
            }
            configuration.clientKeyPassword = settings.tls.keyPassword.map { .text($0) }
        }
        if let kafka = try kafkaConfiguration(asking: ask) {
            for name in secretProperties.keys {
                configuration.secretProperties[name] = kafka.properties[name].map { .text(Secret($0)) }
            }
        }
        return configuration
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
