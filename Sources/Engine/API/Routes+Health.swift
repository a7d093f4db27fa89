extension Routes {
    /// Whoever reads this is being answered: there is nothing to check.
    var health: HTTPResponse { HTTPResponse(200, JSONBody.object("status", "alive")) }

    /// - Parameter withReasons: whether to say why not; a reason names servers, which is nothing for strangers.
    func readiness(withReasons: Bool) async -> HTTPResponse {
        let outcomes = await checks()
        let isReady = outcomes.allSatisfy { $0.trouble == nil }
        var body = JSONBody()
        body.literal(isReady ? "{\"status\":\"ready\"" : "{\"status\":\"not ready\"")
        if withReasons {
            body.literal(",\"checks\":{")
            for (position, outcome) in outcomes.enumerated() {
                if position > 0 { body.literal(",") }
                body.string(outcome.name)
                body.literal(":")
                body.string(outcome.trouble?.string ?? "ok")
            }
            body.literal("}")
        }
        body.literal("}")
        return HTTPResponse(isReady ? 200 : 503, body.bytes)
    }
}
