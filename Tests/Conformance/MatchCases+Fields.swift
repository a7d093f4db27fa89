import Engine

extension MatchCase {
    static let fieldCases: [MatchGroup] = [
        MatchGroup(
            #"{"name":"Kind of Blue","description":"Miles in 1959","genre":"cool jazz","tags":["blue note","vinyl 대한민국"]}"#,
            finds: [
                "name:blue", "name:BLUE", "name:\"of blue\"", "name:bl*", "name:(kind blue)", "name:(green OR blue)",
                "description:1959", "genre:jazz",
                "genre:\"cool jazz\"", "genre:cool-jazz", "genre:ja*", "genre:\"cool ja\"*", "genre:(jazz cool)",
                "genre:(jazz -rock)", "tags:note", "tags:vinyl",
                "tags:\"blue note\"", "tags:민국", "tags:국", "tags:(note vinyl)", "-genre:rock", "NOT genre:rock",
                "genre:rock OR name:blue", "genre:(rock OR jazz) blue",
                "genre:jazz name:kind", "name: blue", "genre:*", "tags:*", "name:*", "-none:*", "NOT none:a",
                "genre.keyword:\"cool jazz\"",
                "genre.keyword:cool*", "genre.keyword:\"cool j\"*", "tags.keyword:\"blue note\"", "name.keyword:\"Kind of Blue\"",
                "genre.keyword:(rock OR \"cool jazz\")",
                "genre:(NOT rock)", "genre:(cool (jazz OR rock))", "genre:Jazz",
                "name:blue genre:jazz tags:vinyl -live:true kind",
            ],
            misses: [
                "name:jazz", "genre:blue", "genre:jaz", "genre:\"jazz cool\"", "tags:\"note vinyl\"", "tags:\"note blue\"",
                "tags:한국", "none:*", "none:jazz", "-genre:jazz",
                "-genre:*", "genre:(jazz rock)", "genre:(-jazz)", "genre:jazz -name:blue", "genre.keyword:cool",
                "genre.keyword:\"Cool Jazz\"", "genre.keyword:jazz*",
                "tags.keyword:blue", "description:blue", "NOT (genre:jazz OR genre:rock)", "name.keyword:\"kind of blue\"",
            ]),
        MatchGroup(
            #"{"owner":{"city":"서울 강남","age":42},"shelves":[{"city":"부산","rows":[{"height":10},{"height":30}]},{"city":"Busan port"}]}"#,
            finds: [
                "owner.city:서울", "owner.city:울", "owner.city:\"서울 강남\"", "owner.age:42", "owner.age:>40", "owner.city:*",
                "owner:*", "shelves.city:부산",
                "shelves.city:port", "shelves.rows.height:10", "shelves.rows.height:30", "shelves.rows.height:>20",
                "shelves.rows.height:(10 30)", "shelves:*",
                "owner.city.keyword:\"서울 강남\"", "shelves.city:busan shelves.city:부산",
            ],
            misses: [
                "owner.city:부산", "owner.age:43", "shelves.city:서울", "shelves.rows.height:20", "shelves.rows.height:15..25",
                "shelves.city:\"부산 busan\"",
                "owner.city.keyword:서울",
            ]),
        MatchGroup(#"{"a.b":"dotted name"}"#, finds: ["a.b:dotted", "a.b:*", "a:*"], misses: ["a.b:other"]),
        MatchGroup(#"{"a":{"b":"object"}}"#, finds: ["a.b:object"]),
        MatchGroup(#"{"제목":"비 오는 날"}"#, finds: ["제목:비", "제목:\"오는 날\"", "제목:*"], misses: ["제목:눈"]),
        MatchGroup("{\"\u{110C}\u{1166}\u{1106}\u{1169}\u{11A8}\":\"눈\"}", finds: ["제목:눈"]),
        MatchGroup(
            "{\"genre\":\"cafe\u{301}\"}",
            finds: ["genre:café", "genre.keyword:café", "genre.keyword:caf*", "genre.keyword:cafe\u{301}"],
            misses: ["genre.keyword:cafe", "genre:cafe"]),
        MatchGroup(
            #"{"genre":null,"tags":[],"sizes":[null],"live":null,"name":null,"created_at":null,"popularity":null}"#,
            finds: [
                "-genre:*", "-tags:*", "-sizes:*", "-live:*", "-name:*", "-created_at:*", "-popularity:*", "NOT genre:jazz",
                "NOT popularity:>0", "-created_at:>2000",
            ],
            misses: [
                "genre:*", "tags:*", "sizes:*", "live:*", "name:*", "created_at:*", "popularity:*", "popularity:>0", "live:true",
                "live:false",
            ]),
        MatchGroup(#"{"genre":"","tags":[null,"x"]}"#, finds: ["tags:*", "tags:x", "genre.keyword:\"\""], misses: ["genre:x"]),
        MatchGroup(
            #"{"genre":"say \"hi\" \\ back\nline \u00e9"}"#,
            finds: ["genre:\"\\\"hi\\\"\"", "genre:hi", "genre:line", "genre:é"], misses: ["genre:n"]),
        MatchGroup(
            #"{"genre":"a:b (c)"}"#, finds: ["genre:a:b", "genre:\"(c)\"", "genre:(c)", "genre.keyword:\"a:b (c)\""],
            misses: ["genre.keyword:a:b"]),
        MatchGroup(#"{"col":"other"}"#, misses: ["col:umn*"]),
        MatchGroup(
            #"{"id":"rec-7","name":"by id"}"#, id: "rec-7",
            finds: ["_id:rec-7", "_id:\"rec-7\"", "_id:*", "_id:(1 OR rec-7)", "id:rec-7", "id:rec*", "by _id:rec-7"],
            misses: ["_id:rec", "_id:REC-7", "-_id:rec-7", "id:rec", "id:REC-7", "-_id:*"]),
        MatchGroup(
            #"{"id":42,"name":"number id"}"#, id: "42", finds: ["_id:42", "id:42"], misses: ["_id:4", "_id:042", "id:4"]),
        MatchGroup(
            #"{"genre":"jazz","size":100}"#,
            findsWhileTyping: [
                "genre:", "genre:j", "genre:jazz", "genre:\"ja", "genre:(", "genre:(ja", "genre:(jazz OR", "size:", "size:>",
                "size:>9", "size:[", "size:[50", "size:[50 TO", "size:[50 TO 150",
                "size:50..", "size:100", "genre.keyword:ja", "-genre:",
            ], missesWhileTyping: ["genre:x", "genre:ja ", "size:>100", "size:[101", "-genre:j", "genre.keyword:Ja"]),
    ]
}
