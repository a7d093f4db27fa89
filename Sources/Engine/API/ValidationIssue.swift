/// One thing that is wrong with a request, in the shape that the clients of the seed know: an element of `detail` in a 422.
struct ValidationIssue {
    /// A step on the way to what is wrong.
    enum Step {
        case name(String)
        case position(Int)
    }

    var type: StaticString
    var location: [Step]
    var message: String
    /// What came, as JSON.
    var input: [UInt8]
    /// What would be right, as the members of a JSON object.
    var context: [UInt8] = []

    /// The answer that lists the issues.
    static func response(_ issues: [ValidationIssue]) -> HTTPResponse {
        var body = JSONBody()
        body.literal("{\"detail\":[")
        for (index, issue) in issues.enumerated() {
            if index > 0 { body.literal(",") }
            issue.write(to: &body)
        }
        body.literal("]}")
        return HTTPResponse(422, body.bytes)
    }

    private func write(to body: inout JSONBody) {
        body.literal("{\"type\":\"")
        body.literal(type)
        body.literal("\",\"loc\":[")
        for (index, step) in location.enumerated() {
            if index > 0 { body.literal(",") }
            switch step {
            case .name(let name): body.string(name)
            case .position(let position): body.number(position)
            }
        }
        body.literal("],\"msg\":")
        body.string(message)
        body.literal(",\"input\":")
        body.raw(input)
        if !context.isEmpty {
            body.literal(",\"ctx\":{")
            body.raw(context)
            body.literal("}")
        }
        body.literal("}")
    }
}

extension ValidationIssue {
    static func missing(_ location: [Step], input: [UInt8] = Array("null".utf8)) -> ValidationIssue {
        ValidationIssue(type: "missing", location: location, message: "Field required", input: input)
    }

    static func notText(_ location: [Step], input: [UInt8]) -> ValidationIssue {
        ValidationIssue(type: "string_type", location: location, message: "Input should be a valid string", input: input)
    }

    static func notAnObject(input: [UInt8]) -> ValidationIssue {
        ValidationIssue(
            type: "model_attributes_type", location: [.name("body")],
            message: "Input should be a valid dictionary or object to extract fields from", input: input)
    }

    /// - Parameter offset: where the text stops being JSON, in characters from 0.
    static func notJSON(at offset: Int, _ problem: SafeText) -> ValidationIssue {
        ValidationIssue(
            type: "json_invalid", location: [.name("body"), .position(offset)], message: "JSON decode error",
            input: Array("{}".utf8), context: member("error", quoted(problem.string)))
    }

    /// A value of the right type that cannot be used.
    static func unusable(_ location: [Step], _ reason: SafeText, input: [UInt8]) -> ValidationIssue {
        ValidationIssue(
            type: "value_error", location: location, message: "Value error, \(reason.string)", input: input,
            context: member("error", Array("{}".utf8)))
    }

    static func notAnInteger(_ name: String, _ value: String) -> ValidationIssue {
        ValidationIssue(
            type: "int_parsing", location: [.name("query"), .name(name)],
            message: "Input should be a valid integer, unable to parse string as an integer", input: quoted(value))
    }

    static func tooSmall(_ name: String, _ value: String, least: Int) -> ValidationIssue {
        ValidationIssue(
            type: "greater_than_equal", location: [.name("query"), .name(name)],
            message: "Input should be greater than or equal to \(least)", input: quoted(value),
            context: member("ge", Array(String(least).utf8)))
    }

    static func tooGreat(_ name: String, _ value: String, most: Int) -> ValidationIssue {
        ValidationIssue(
            type: "less_than_equal", location: [.name("query"), .name(name)],
            message: "Input should be less than or equal to \(most)", input: quoted(value),
            context: member("le", Array(String(most).utf8)))
    }

    static func noneOf(_ choices: String, _ name: String, _ value: String) -> ValidationIssue {
        ValidationIssue(
            type: "literal_error", location: [.name("query"), .name(name)], message: "Input should be \(choices)",
            input: quoted(value), context: member("expected", quoted(choices)))
    }

    static func quoted(_ text: String) -> [UInt8] {
        var json = JSONBody()
        json.string(text)
        return json.bytes
    }

    private static func member(_ name: StaticString, _ value: [UInt8]) -> [UInt8] {
        var json = JSONBody()
        json.literal("\"")
        json.literal(name)
        json.literal("\":")
        json.raw(value)
        return json.bytes
    }
}
