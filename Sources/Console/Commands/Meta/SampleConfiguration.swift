import Engine

/// The sample of a configuration file: every setting, commented out.
func sampleConfiguration() -> String {
    var lines = [
        "// Kelp's settings, in JSON5; the usual place is $XDG_CONFIG_HOME/kelp/config.json5 (~/.config/kelp/config.json5).",
        "// An environment variable beats this file, an option of the command line beats both.", "{",
    ]
    for setting in Setting.all {
        lines += wrapped("\(setting.help) (\(setting.environment))", width: 110).map { "    // " + $0 }
        lines += ["    // \(setting.name): \(example(setting)),", ""]
    }
    lines.removeLast()
    return (lines + ["}"]).joined(separator: "\n") + "\n"
}

/// A value that shows the form.
private func example(_ setting: Setting) -> String {
    switch (setting.form, setting.name) {
    case (.flag, _): "true"
    case (.choice(let words), _): "\"\(words[0])\""
    case (.properties, _): "{ \"security.protocol\": \"ssl\", \"ssl.ca.location\": \"/etc/ssl/certs/ca.pem\" }"
    case (.secret, _): "{ file: \"~/.config/kelp/\(setting.option)\" }"
    case (.list, _): "[\"playlist_created:playlist\", \"chatroom_created:chatroom\"]"
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
