extension MatchCase {
    static let values: [MatchGroup] = [
        MatchGroup(
            #"{"popularity":100,"size":12,"price":9.99,"live":true,"sizes":[1,50,100]}"#,
            finds: [
                "popularity:100", "popularity:100.0", "popularity:1e2", "popularity:>99", "popularity:>=100", "popularity:<101",
                "popularity:<=100", "popularity:[100 TO 200]",
                "popularity:{99 TO 101}", "popularity:[100 TO 101}", "popularity:[* TO 100]", "popularity:[1 TO *]",
                "popularity:100..100", "popularity:*..100",
                "popularity:>99.5", "popularity:99.5..100.5", "popularity > 99", "popularity:> 99", "popularity:(>50 <150)",
                "popularity:(7 OR 100)", "popularity:*",
                "-popularity:7", "size:12", "size:12.0", "size:>11", "size:[12 TO 12]", "size:-5..12", "size:>-1", "price:9.99",
                "price:>9", "price:9..10", "price:<10",
                "live:true", "-live:false", "NOT live:false", "live:*", "sizes:50", "sizes:>60", "sizes:<2", "sizes:(1 100)",
                "sizes:40..60", "-sizes:7",
                "size:12 price:9.99 live:true popularity:>1 sizes:1", "-size:13", "live:(true OR false)",
            ],
            misses: [
                "popularity:10", "popularity:1000", "popularity:100.5", "popularity:>100", "popularity:<100",
                "popularity:{100 TO 200]", "popularity:[1 TO 100}", "popularity:101..*",
                "popularity:-100", "-popularity:100", "NOT popularity:*", "size:1", "size:120", "size:<12", "size:{12 TO 20}",
                "size:12.5", "price:9", "price:9.9", "price:>9.99",
                "live:false", "-live:true", "sizes:5", "sizes:2..49", "sizes:>100", "sizes:(1 7)", "-sizes:50", "100", "true",
            ]),
        MatchGroup(
            #"{"popularity":9007199254740993,"size":-9223372036854775808}"#,
            finds: [
                "popularity:9007199254740993", "popularity:>9007199254740992", "popularity:<9007199254740994",
                "popularity:>9007199254740992.0", "popularity:<1e30", "size:-9223372036854775808",
                "size:<=-9223372036854775808", "size:<-9223372036854775807", "size:>-1e30", "size:<0",
            ],
            misses: [
                "popularity:9007199254740992", "popularity:9007199254740994", "popularity:>9007199254740993", "popularity:>1e30",
                "size:-9223372036854775807", "size:>0",
            ]),
        MatchGroup(
            #"{"popularity":-5,"price":-0.5,"live":false,"size":0}"#,
            finds: [
                "popularity:-5", "popularity:<0", "popularity:-10..-1", "popularity:{-6 TO -4}", "price:-0.5", "price:<0",
                "price:-1..0", "live:false", "size:0", "size:-0",
            ],
            misses: ["popularity:5", "popularity:>-5", "price:0.5", "live:true", "-popularity:-5", "size:>0"]),
        MatchGroup(
            #"{"popularity":7.9,"price":1e3}"#,
            finds: ["popularity:7", "popularity:<8", "price:1000", "price:1e3", "price:>=1000"],
            misses: ["popularity:8", "popularity:>7", "price:100"]),
        MatchGroup(
            #"{"size":9007199254740993}"#, finds: ["size:9007199254740993", "size:>9007199254740992"],
            misses: ["size:9007199254740992"]),
        MatchGroup(#"{"size":"77","price":"2.5"}"#, finds: ["size:77", "price:2.5"], misses: ["size:7", "price:2"]),
    ]

    static let dates: [MatchGroup] = [
        MatchGroup(
            #"{"name":"may","created_at":"2026-05-17T08:50:00Z"}"#,
            finds: [
                "created_at:2026", "created_at:2026-05", "created_at:2026-05-17", "created_at:2026-05-17T08",
                "created_at:2026-05-17T08:50", "created_at:2026-05-17T08:50:00",
                "created_at:2026-05-17T17:50+09:00", "created_at:1779007800000", "created_at:>2026-04", "created_at:>=2026-05",
                "created_at:<=2026-05", "created_at:<2026-06",
                "created_at:>2026-05-16", "created_at:<2026-05-18", "created_at:[2026-05 TO 2026-05]",
                "created_at:{2026-04 TO 2026-06}", "created_at:2026-05-17..2026-05-18",
                "created_at:*..2026", "created_at:[now-1h TO now]", "created_at:>now-15m", "created_at:>=now-10m",
                "created_at:<now", "created_at:<=now-10m", "created_at > 2025",
                "since:-15m", "since:2026-05", "until:now", "until:2026-05", "since:2026-05-17 until:2026-05-17",
                "-created_at:2025", "NOT since:now", "created_at:*", "until:+1h",
                "created_at:\"2026-05-17\"", "since:-1h30m may", "created_at:(2025 OR 2026)", "since:1779007800000",
            ],
            misses: [
                "created_at:2025", "created_at:2026-04", "created_at:2026-05-18", "created_at:2026-05-17T09",
                "created_at:2026-05-17T08:51", "created_at:>2026", "created_at:>2026-05",
                "created_at:<2026-05", "created_at:>=2026-06", "created_at:<=2026-04", "created_at:{2026-05 TO 2026-06}",
                "created_at:>now-10m", "created_at:>now", "created_at:<now-15m",
                "since:-5m", "until:-15m", "since:2026-06", "until:2026-04", "-created_at:2026", "since:now", "created_at:now",
                "created_at:1779007800001",
            ]),
        MatchGroup(
            #"{"created_at":1779007800000}"#, finds: ["created_at:2026-05-17T08:50", "since:-10m"],
            misses: ["since:-9m", "created_at:2026-05-16"]),
        MatchGroup(#"{"created_at":"1779007800000"}"#, finds: ["created_at:2026-05-17"]),
        MatchGroup(
            #"{"created_at":"2024-02-29"}"#,
            finds: ["created_at:2024-02", "created_at:2024-02-29", "created_at:<2024-03", "until:2024-02"],
            misses: ["created_at:2024-03", "since:2024-03"]),
        MatchGroup(
            #"{"created_at":"2025-12-31T23:59:59.999Z"}"#,
            finds: ["created_at:2025", "created_at:2025-12", "created_at:2025-12-31T23:59:59.999", "created_at:<2026"],
            misses: ["created_at:2026", "created_at:2025-12-31T23:59:59.998"]),
        MatchGroup(
            #"{"created_at":-1}"#, finds: ["created_at:1969", "created_at:<1970", "created_at:-1"], misses: ["created_at:1970"]),
        MatchGroup(
            #"{"name":"no date"}"#, finds: ["-created_at:*", "NOT since:2000"],
            misses: ["created_at:*", "since:1900", "until:2100"]),
    ]
}
