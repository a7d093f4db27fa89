extension MatchCase {
    static let words: [MatchGroup] = [
        MatchGroup(
            #"{"name":"Jazz for a rainy night"}"#,
            finds: [
                "jazz", "NIGHT jazz", "\"for a rainy\"", "jaz*", "\"a rai\"*", "", "*", "*:*", "* jazz", "for-a", "\"for-a\"",
                "ｊａｚｚ", "(jazz)", "j\\azz",
                "rainy night", "\"a rainy night\"",
            ],
            misses: ["\"rainy for\"", "jazz piano", "jaz", "\"a rai\"", "for-rainy", "azz", "night*s"]),
        MatchGroup(#"{"name":"the a of"}"#, finds: ["the", "of a", "\"the a\""], misses: ["an"]),
        MatchGroup(
            #"{"name":"foo-bar baz"}"#, finds: ["foo-bar", "foo", "bar-baz", "\"foo bar\""], misses: ["bar-foo", "foobar"]),
        MatchGroup(#"{"name":"bar foo"}"#, misses: ["foo-bar"]),
        MatchGroup(#"{"name":"foo_bar"}"#, finds: ["foo_bar", "foo*"], misses: ["foo", "bar"]),
        MatchGroup(#"{"name":"I don't know"}"#, finds: ["DON'T", "don*"], misses: ["don", "t"]),
        MatchGroup(#"{"name":"version 3.14 is out"}"#, finds: ["3.14", "3.1*"], misses: ["14", "3"]),
        MatchGroup(
            #"{"name":"mail ann@example.org see /var/log"}"#, finds: ["ann@example.org", "/var/log", "example.org"],
            misses: ["org"]),
        MatchGroup(
            #"{"name":"대한민국 만세"}"#,
            finds: ["민국", "대한민국", "국", "한", "대", "\"민국 만세\"", "\u{1103}\u{1162}\u{1112}\u{1161}\u{11AB}", "대한*", "대*"],
            misses: ["한국", "국만", "\"만세 민국\""]),
        MatchGroup(
            #"{"name":"회의실 kpop음악 재즈"}"#,
            finds: ["음 재즈", "NOT \"음 재즈\"", "재즈 -\"음 재즈\"", "회의실 (없음 OR (재즈 -\"실 kpop음악\"))", "\"kpop음악 재\"*"],
            misses: [
                "\"음 재즈\"", "\"회 의실\"", "\"실 kpop음악\"", "\"의실 음\"*", "name:\"음 재즈\"", "\"음 재즈\" OR \"실 kpop음악\"",
                "재즈 \"음 재즈\"", "재즈 AND NOT (없음 OR NOT \"음 재즈\")",
            ]),
        MatchGroup(#"{"name":"비 오는 날 재즈"}"#, finds: ["비", "날 재즈", "재", "\"날 재즈\""], misses: ["\"비 날\"", "밤"]),
        MatchGroup(#"{"name":"2024년 여름"}"#, finds: ["년", "2024년", "2024*"], misses: ["2024"]),
        MatchGroup(#"{"name":"kpop음악"}"#, finds: ["음", "악", "kpop음악", "kpop*"], misses: ["kpop", "음악"]),
        MatchGroup("{\"name\":\"\u{1103}\u{1162}\u{1112}\u{1161}\u{11AB}민국\"}", finds: ["대한", "대한민국"]),
        MatchGroup("{\"name\":\"cafe\u{301} del mar\"}", finds: ["café", "CAFÉ", "cafe\u{301}"], misses: ["cafe"]),
        MatchGroup(#"{"name":"ｼﾞｬｽﾞ喫茶"}"#, finds: ["ジャズ"]),
        MatchGroup(#"{"name":"ジャズ喫茶"}"#, finds: ["ｼﾞｬｽﾞ喫茶"]),
        MatchGroup(#"{"name":"東京タワーの夜"}"#, finds: ["東京タワー", "京タ", "夜", "の"], misses: ["京都"]),
        MatchGroup(#"{"name":"ＡＢＣ１２３"}"#, finds: ["abc123", "ABC123"]),
        MatchGroup(#"{"name":"ÀÉÎ"}"#, finds: ["àéî"]),
        MatchGroup(#"{"name":"🎵 music"}"#, finds: ["🎵", "🎵 music"], misses: ["🎶"]),
        MatchGroup(
            #"{"name":"say \"hello\" (world)"}"#, finds: ["hello world", "\"hello world\"", "\"\\\"hello\\\"\"", "\\(world\\)"]),
        MatchGroup(#"{"name":"near miss"}"#, finds: ["(near miss)", "NEAR(near miss)", "^near", "near - miss", "near? miss!"]),
        MatchGroup(
            #"{"name":"blue","description":"note records"}"#, finds: ["blue note", "records"],
            misses: ["\"blue note\"", "blue-note"]),
        MatchGroup(#"{"description":"only this"}"#, finds: ["only"], misses: ["that"]),
        MatchGroup(#"{"name":"named","title":"elsewhere"}"#, finds: ["named"], misses: ["elsewhere"]),
        MatchGroup(
            #"{"title":"some","tags":["where else"],"owner":{"city":"서울시"}}"#, finds: ["where", "some else", "서울"],
            misses: ["title"]),
        MatchGroup(#"{"name":"","title":"else"}"#, misses: ["else"]),
        MatchGroup(#"{}"#, finds: [""], misses: ["word"]),
        MatchGroup(
            #"{"name":"Jazz"}"#,
            findsWhileTyping: ["ja", "JA", "(ja", "\"ja", "-", "(", "\"", "jazz AND", "ja* OR ", "ja* NOT "],
            missesWhileTyping: ["ja ", "blu", "jazz b"]),
        MatchGroup(
            #"{"name":"Blue Note 1962"}"#, findsWhileTyping: ["\"blue no", "blue-no", "19"], missesWhileTyping: ["\"note bl"]),
        MatchGroup(#"{"name":"재즈와 함께"}"#, findsWhileTyping: ["재", "재즈", "재즈와 함"], missesWhileTyping: ["즈재"]),
        MatchGroup(
            #"{"name":"12:30 https://example.org C:"}"#, finds: ["12:30", "https://example.org", "C\\:", "\"C:\""],
            misses: ["12:31"]),
    ]

    static let operators: [MatchGroup] = [
        MatchGroup(
            #"{"name":"alpha beta AND gamma"}"#,
            finds: [
                "alpha AND beta", "alpha OR zeta", "zeta OR alpha", "\"AND\"", "and", "\\AND", "NOT zeta", "-zeta", "alpha -zeta",
                "alpha NOT zeta", "+alpha +beta",
                "(alpha OR zeta) beta", "alpha (beta OR zeta)", "zeta eta OR alpha beta", "alpha beta OR zeta",
                "zeta OR alpha beta", "NOT (alpha zeta)",
                "-(zeta OR eta)", "NOT NOT alpha", "--alpha", "alpha && beta", "zeta || alpha", "((alpha) OR (zeta))",
                "NOT \"beta alpha\"", "-zet*",
                "alpha OR *", "(zeta OR (eta OR (alpha beta)))", "-\"alpha gamma\"", "NOT (NOT alpha)",
            ],
            misses: [
                "alpha AND zeta", "zeta OR eta", "NOT alpha", "-alpha", "alpha -beta", "beta NOT alpha", "(zeta OR eta) beta",
                "alpha (zeta OR eta)",
                "zeta OR alpha -beta", "NOT (alpha OR zeta)", "-(alpha beta)", "-\"alpha beta\"", "-alp*", "NOT *", "alpha NOT *",
                "zeta || eta", "NOT NOT zeta",
                "alpha (beta -gamma)",
            ]),
        MatchGroup(
            #"{"name":"대한민국 재즈"}"#, finds: ["민국 OR 일본", "재즈 -일본", "(일본 OR 국) 재즈", "NOT 일본"],
            misses: ["-민국", "NOT 국", "일본 OR 중국", "재즈 NOT 대"]),
        MatchGroup(#"{"size":1}"#, finds: ["NOT word", "-a -b"], misses: ["word OR text"]),
    ]
}
