import Engine

/// The sample of a configuration file: every setting, commented out.
func sampleConfiguration() -> String {
    var lines = [
        "// Kelp's settings, in JSON5; the usual place is $XDG_CONFIG_HOME/kelp/config.json5 (~/.config/kelp/config.json5).",
        "// An environment variable beats this file, an option of the command line beats both. kelp doctor tells what is wrong.",
        "{",
    ]
    for setting in Setting.all {
        let variable = setting.reach == .file ? "" : " (\(setting.environment))"
        lines += wrapped(setting.help + variable, width: 110).map { "    // " + $0 }
        lines += ["    // \(setting.name): \(example(setting)),", ""]
    }
    lines += [
        "    // settings that beat those above, chosen by --profile prod, KELP_PROFILE=prod, or profile: \"prod\" above",
        "    // profiles: { prod: { brokers: \"kafka.example:9092\", production: true } },",
    ]
    return (lines + ["}"]).joined(separator: "\n") + "\n"
}

/// A value that shows the form.
private func example(_ setting: Setting) -> String {
    switch (setting.form, setting.name) {
    case (.flag, _): "true"
    case (.choice(let words), _): "\"\(words[0])\""
    case (.properties, _): "{ \"security.protocol\": \"ssl\", \"ssl.ca.location\": \"/etc/ssl/certs/ca.pem\" }"
    case (.secret, "elasticsearchPassword"): "{ prompt: \"Password of kelp\" }"
    case (.secret, _): "{ file: \"~/.config/kelp/\(setting.option)\" }"
    case (.list, _): "[\"playlist_created:playlist\", \"chatroom_created:chatroom\"]"
    case (.text, "profile"): "\"prod\""
    case (.text, "data"): "\"~/.local/share/kelp\""
    case (.text, "elasticsearch"): "\"https://localhost:9200\""
    case (.text, "elasticsearchUser"): "\"kelp\""
    case (.text("FILE"), "caFile"), (.text("FILE"), "clientCertificate"), (.text("FILE"), "clientKey"):
        "\"~/.config/kelp/\(setting.option).pem\""
    case (.text, "pinnedKey"): "\"sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\""
    case (.text, "brokers"): "\"localhost:9092\""
    case (.text, "index"): "\"playlist\""
    case (.text, "logFile"): "\"~/kelp.log\""
    case (.text, _): "\"\(setting.fallback ?? "")\""
    }
}
