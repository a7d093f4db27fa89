extension Configuration {
    /// How to reach Elasticsearch or OpenSearch; secrets are fetched. `nil` where the index is the embedded one.
    /// - Throws: `.configuration` where a secret cannot be had, or where it says twice who Kelp is.
    public func elasticsearchSettings() throws(Failure) -> ElasticsearchSettings? {
        guard !elasticsearch.isEmpty else { return nil }
        var settings = ElasticsearchSettings(nodes: elasticsearch, credentials: try credentials())
        settings.tls = tls
        settings.isReadOnly = isReadOnly
        return settings
    }

    private func credentials() throws(Failure) -> Credentials? {
        let given = [elasticsearchPassword, elasticsearchAPIKey, elasticsearchToken].compactMap { $0 }
        guard given.count <= 1 else {
            throw Failure(
                .configuration,
                "more than one of elasticsearchPassword, elasticsearchApiKey and elasticsearchToken is set: leave one")
        }
        if let elasticsearchAPIKey { return .apiKey(try elasticsearchAPIKey.read("elasticsearchApiKey")) }
        if let elasticsearchToken { return .bearer(try elasticsearchToken.read("elasticsearchToken")) }
        switch (elasticsearchUser, elasticsearchPassword) {
        case (nil, nil): return nil
        case (let user?, let password?): return .basic(user: user, password: try password.read("elasticsearchPassword"))
        case (_?, nil): throw Failure(.configuration, "elasticsearchUser is set and no password: set KELP_ELASTICSEARCH_PASSWORD")
        case (nil, _?): throw Failure(.configuration, "elasticsearchPassword is set and no user: set KELP_ELASTICSEARCH_USER")
        }
    }
}
