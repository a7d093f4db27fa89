import Engine
import Testing

@Suite("JSON writer") struct JSONWriterTests {
    @Test("writes values in the order of the calls")
    func values() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        writer.number(-1)
        writer.key("b")
        writer.beginArray()
        writer.bool(true)
        writer.null()
        writer.number(0.5)
        writer.number(Double.infinity)
        writer.beginObject()
        writer.endObject()
        writer.endArray()
        writer.key("c\"")
        writer.string("\\ \"q\" 대한민국")
        writer.endObject()
        writer.endLine()
        writer.string("next")
        #expect(writer.string == #"{"a":-1,"b":[true,null,0.5,null,{}],"c\"":"\\ \"q\" 대한민국"}"# + "\n\"next\"")
    }

    @Test(
        "escapes what a terminal would act on",
        arguments: [
            ("\u{1B}[31m", #"\u001b[31m"#), ("\r\n\t\u{0}", #"\r\n\t\u0000"#), ("\u{7F}\u{9B}", #"\u007f\u009b"#),
            ("\u{202E}\u{2066}", #"\u202e\u2066"#), ("\u{2028}\u{2029}", #"\u2028\u2029"#),
            ("\u{200B}\u{FEFF}", #"\u200b\ufeff"#),
            ("\u{E0041}", #"\udb40\udc41"#), ("\u{AD}", #"\u00ad"#), ("é국😀", "é국😀"),
        ])
    func escapes(text: String, written: String) throws {
        var writer = JSONWriter()
        writer.string(text)
        #expect(writer.string == "\"\(written)\"")
        let token = try #require(JSONScanner.all(of: writer.bytes).tokens.first)
        #expect(token.text(in: writer.bytes) == text)
    }

    @Test("writes JSON again in one line, the same but harmless")
    func raw() throws {
        var writer = JSONWriter()
        writer.beginArray()
        try writer.raw(Array("{ \"a\u{202E}\" : [ 1.50 ,\n \"\\u001b\\\"\u{9B}x\" ] }".utf8))
        try writer.raw(Array(" 7 ".utf8))
        writer.endArray()
        #expect(writer.string == #"[{"a\u202e":[1.50,"\u001b\"\u009bx"]},7]"#)
    }

    @Test("writes nothing of what is no JSON")
    func rawBroken() {
        var writer = JSONWriter()
        writer.beginArray()
        #expect(throws: JSONError.self) { try writer.raw(Array("[1,".utf8)) }
        writer.number(2)
        writer.endArray()
        #expect(writer.string == "[2]")
    }
}
