"""Records what the seed answers about real documents in a real Elasticsearch, for SeedTests to compare with.

    python record.py ELASTICSEARCH_URL SEED_URL > seed.json     # the seed runs there, on that Elasticsearch

Only what the seed answers well is asked; documents that sort alike are left out, because it puts those in any order.
"""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

elasticsearch, seed = sys.argv[1:]
INDEX = "kelp-seed"
DOCUMENTS = [
    ("1", '{"id":"1","name":"Jazz for a rainy night","description":"d","created_at":"2024-01-01T00:00:01Z","popularity":5}'),
    ("2", '{"id":"2","name":"비 오는 날 재즈","description":"d","created_at":"2024-01-01T00:00:02Z","popularity":50}'),
    ("3", '{"id":"3","name":"재즈와 함께하는 밤 jazz","description":"재즈","created_at":1704067203000,"popularity":-3}'),
    ("4", '{ "id" : "4" , "name" : "jazz without date or popularity", "description" : "x" }'),
    ("5", '{"id":"5","name":"대한민국 국악","description":"jazz","created_at":"2023-01-01","popularity":9007199254740993}'),
    ("6", '{"id":"6","name":"night drive, Ünïcödé café","tags":[{"b":[1.50,1e3,null]},{}],"created_at":"2024-02-01T00:00:00.123+09:00"'
          ',"popularity":7}'),
    ("이드 7/?#", '{"name":"quote \\" back \\\\ slash / tab\\t <b>jazz</b> \\u2028 🎵 \\u0001","created_at":"2022-01-01","popularity":70}'),
    ("8", '{"name":["jazz","array"],"created_at":"1969-12-31T23:59:59Z","popularity":0}'),
    ("9", '{"name":"the and of jazz","created_at":"2021-01-01","popularity":71}'),
]
# The types that a sort field may have where others made the index. (Of date_nanos Elasticsearch and OpenSearch differ.)
ODD = {"mappings": {"properties": {"name": {"type": "text"}, "created_at": {"type": "date"}, "popularity": {"type": "double"}}}}
ODD_DOCUMENTS = [
    ("1", '{"name":"jazz","created_at":"2024-01-01T00:00:00.123Z","popularity":1.5}'),
    ("2", '{"name":"jazz","created_at":"2023-01-01","popularity":2}'), ("3", '{"name":"jazz"}'),
]
WORDS_MAPPING = {"mappings": {"properties": {"name": {"type": "text"}, "popularity": {"type": "keyword"}}}}
WORDS_DOCUMENTS = [("1", '{"name":"jazz","popularity":"high","created_at":1}'), ("2", '{"name":"jazz","popularity":"low","created_at":2}'),
                   ("3", '{"name":"jazz","created_at":3}')]
INDEXES = [
    {"suffix": "", "mapping": None, "documents": DOCUMENTS}, {"suffix": "-odd", "mapping": ODD, "documents": ODD_DOCUMENTS},
    {"suffix": "-words", "mapping": WORDS_MAPPING, "documents": WORDS_DOCUMENTS},
    {"suffix": "-empty", "mapping": {}, "documents": []},
]


def ask(method, url, body=None):
    request = urllib.request.Request(url, body and body.encode(), {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


for index in INDEXES:
    place = f"{elasticsearch}/{INDEX}{index['suffix']}"
    ask("DELETE", place)
    if index["mapping"] is not None:
        ask("PUT", place, json.dumps(index["mapping"]))
    for id, source in index["documents"]:
        status, text = ask("PUT", f"{place}/_doc/{urllib.parse.quote(id, safe='')}?refresh=true", source)
        assert status == 201, text

answers = []


def search(parameters, suffix=""):
    target = f"/v1/api/search/{INDEX}{suffix}?{parameters}"
    status, text = ask("GET", seed + target)
    assert status == 200, text
    answers.append({"method": "GET", "target": target, "status": status, "answer": text})


for word in ["jazz", "JAZZ", "재즈", "재즈와", "재", "비 오는 날", "민국", "대한민국 국악", "the", "the and", "jazz night", "night -jazz",
             "jazz AND night", '"rainy night"', "jaz*", "name:jazz", "café", "cafe", "CAFÉ", "cafe\u0301", "\u110c\u1162\u110c\u1173",
             "ｊａｚｚ", "🎵", "", " ", "*", "\\", '"', "/", "\0", "x" * 3000, "a " * 1000, "<b>", "array", "jazz\n", "(", "7", "nothing"]:
    for sort in ["", "&sort=popularity"]:
        search("query=" + urllib.parse.quote(word) + sort)
for page in ["size=0", "size=1", "size=3&start=2", "size=100", "size=10000", "start=9990", "start=5", "start=100", "start=9999&size=1",
             "start=10000&size=0", "size=2&size=3", "size=%31", "sort=latest", "order=asc"]:
    search("query=jazz&" + page)
for suffix in ["-odd", "-words", "-empty", "-em*", "-empty,kelp-seed"]:
    for sort in ["latest", "popularity"]:
        search("query=jazz&sort=" + sort, suffix)
for index in INDEXES:
    ask("DELETE", f"{elasticsearch}/{INDEX}{index['suffix']}")
json.dump({"indexes": INDEXES, "answers": answers}, sys.stdout, ensure_ascii=False, indent=1)
