/// The words that the demo's playlists and chat rooms are named with.
///
/// A pattern's `@a`, `@g`, `@m` and `@p` stand for one of the tongue's adjectives, genres, moods and places, `@y` for a year, `@n` for
/// a number.
struct DemoWords: Sendable {
    let adjectives: [String]
    let genres: [String]
    let moods: [String]
    let places: [String]
    let playlists: [String]
    let chatrooms: [String]
    let descriptions: [String]

    static let all = [english, korean, korean, japanese]

    static let tags = [
        "jazz", "재즈", "lofi", "chill", "drive", "live", "piano", "city pop", "focus", "sleep", "workout", "발라드", "인디", "ジャズ",
        "夜", "vinyl", "study", "rainy", "summer", "k-pop", "soul", "감성",
    ]

    static let emoji = ["🎧", "🌧️", "🌙", "☕️", "🔥", "✨", "🎷", "🚗", "🇰🇷", "👩🏽‍💻", "❤️", "🎹"]

    static let owners = [
        "haneul", "minji", "서연", "도윤", "sakura", "健太", "miles_d", "nina", "jiwoo", "하린", "yuki", "alex", "coltrane67", "민수", "葵",
        "olivia", "bora", "さくら", "theo", "지훈",
    ]

    private static let english = DemoWords(
        adjectives: [
            "Late-night", "Mellow", "Golden", "Slow", "Bright", "Dusty", "Velvet", "Electric", "Quiet", "Restless", "Sunday",
        ],
        genres: [
            "jazz", "lo-fi", "lofi", "city pop", "soul", "bossa nova", "house", "indie", "piano", "R&B", "ambient", "synthwave",
        ],
        moods: [
            "rainy night", "long drive", "deep focus", "first snow", "heartbreak", "slow morning", "last train", "summer drive",
        ],
        places: [
            "Blue Note", "Village Vanguard", "Brooklyn", "Route 66", "Lisbon", "the rooftop", "Abbey Road", "Seoul", "Tokyo",
        ],
        playlists: [
            "@g for a @m", "@a @g", "@a @g from @p", "@p @y", "Live at @p, @y", "@g & @g", "Music for a @m", "The @a side of @g",
            "@m — @a @g", "Best of @g @y", "@g to study to, vol. @n", "Drive: @g", "@g live session #@n",
        ],
        chatrooms: [
            "@g lovers", "@p meetup", "Who is going to @p?", "@a listeners' club", "Now playing: @g", "@g vinyl swap",
            "Live from @p",
            "Drive home together", "@g beginners, room @n", "Talk about the @m",
        ],
        descriptions: [
            "@a tracks for a @m, updated every week.", "Hand-picked @g, no skips.", "What we played at @p in @y.",
            "If you like @g, you will stay. @a and warm.", "Recorded live at @p.", "@g, @g and a little @g.",
        ])

    private static let korean = DemoWords(
        adjectives: ["잔잔한", "새벽", "달콤한", "몽환적인", "신나는", "따뜻한", "쓸쓸한", "나른한", "청량한", "오래된", "조용한"],
        genres: ["재즈", "로파이", "시티팝", "발라드", "인디", "힙합", "피아노", "보사노바", "케이팝", "재즈 피아노", "R&B", "어쿠스틱"],
        moods: ["비 오는 날", "새벽 감성", "퇴근길", "여름밤", "첫눈 오는 날", "드라이브", "주말 아침", "이별 후", "집중할 때", "잠 안 오는 밤"],
        places: ["서울", "한강", "제주도", "홍대", "부산 바다", "을지로", "대한민국", "성수동 카페", "경복궁", "남산"],
        playlists: [
            "@m @g", "@g와 함께하는 밤", "@m에 듣는 @a @g", "@p @g 모음", "@a @g", "@p에서 듣는 @g", "@y년 @p의 @g", "@a @m", "나만 알고 싶은 @g",
            "@g 라이브 @y", "@m, @g 그리고 커피", "대한민국 @g 100선", "드라이브할 때 @g", "@g live in @p",
        ],
        chatrooms: [
            "@g 좋아하는 사람들", "@p 모임", "@m 수다방", "@g 같이 들어요", "@p @g 정모", "@a 밤 라디오", "@g 입문자 @n번 방", "대한민국 @g 연합",
            "오늘의 @g 추천", "@m에 모이는 방",
        ],
        descriptions: [
            "@m에 듣기 좋은 @a @g를 모았습니다.", "매주 업데이트되는 @g 플레이리스트.", "@p에서 녹음한 라이브.", "@g를 좋아하신다면 꼭 들어보세요.",
            "@a @g와 커피 한 잔.", "@y년의 @p를 기억하며.",
        ])

    private static let japanese = DemoWords(
        adjectives: ["静かな", "夜の", "懐かしい", "青い", "優しい", "眠れない夜の", "真夜中の", "雨の日の", "甘い", "遠い"],
        genres: ["ジャズ", "ローファイ", "シティポップ", "ピアノ", "ボサノバ", "アニソン", "ロック", "lo-fi", "カフェミュージック"],
        moods: ["夜のドライブ", "雨の午後", "眠れない夜", "朝のコーヒー", "夏の終わり", "作業用BGM", "帰り道", "はじめての雪"],
        places: ["東京", "渋谷", "京都", "横浜", "下北沢", "銀座", "札幌", "ブルーノート東京"],
        playlists: [
            "@m", "@a@g", "@mの@g", "@pの@g", "@p @y", "@gと珈琲", "@y年の@g", "@mに聴く@g", "@a@p", "@g ライブ @y", "@p live @y",
        ],
        chatrooms: [
            "@g好き集まれ", "@pの夜", "@a部屋", "@mを語る会", "@g初心者ルーム@n", "今夜の@g", "@pで@g",
        ],
        descriptions: [
            "@mにぴったりの@g。", "@pで録音されたライブ音源。", "毎週更新の@gプレイリスト。", "@a@gを集めました。", "@gが好きな人へ。",
        ])
}
