"""Records what the seed's framework answers, for GoldenTests to compare with.

    pip install fastapi uvicorn httpx elasticsearch kafka-python
    python record.py FOLDER_OF_SEED_SERVICE > contract.json

The index behind the seed is replaced by one document. The group "bounds" comes from the same endpoint as the seed would have
it if its parameters were declared with their bounds.
"""
import json
import sys
from typing import Literal

sys.path.insert(0, sys.argv[1])
import seed_service
from fastapi import FastAPI, Query
from fastapi.testclient import TestClient

HIT = {"_index": "playlist", "_id": "1", "_score": None,
       "_source": {"id": "1", "name": "재즈와 \"밤\" / jazz", "description": "<b>é</b>", "popularity": 3,
                   "created_at": 1700000000000},
       "sort": [1700000000000]}


class OneDocument:
    def search(self, **_): return {"hits": {"hits": [HIT]}}
    def index(self, **_): return {}


bounded = FastAPI()


@bounded.get("/v1/api/search/{index}")
async def search(index: str, query: str = Query(...), size: int = Query(10, ge=0, le=10000),
                 sort: Literal["latest", "popularity"] = Query("latest"), start: int = Query(0, ge=0, le=9990)):
    return {"results": [HIT]}

seed_service.es = OneDocument()
clients = {"seed": TestClient(seed_service.app), "bounds": TestClient(bounded)}
S, P, J = "/v1/api/search/playlist", "/index/playlist", "application/json"
OK = '{"id":"1","name":"n","description":"d"}'
cases = []


def ask(group, method, path, body=None, kind=None):
    answer = clients[group].request(method, path, content=body.encode() if body is not None else None,
                                    headers={"content-type": kind} if kind else {})
    cases.append({"method": method, "target": path, "contentType": kind, "body": body, "status": answer.status_code,
                  "allow": answer.headers.get("allow"), "answer": answer.text})


for query in ["?query=jazz", "", "?query=", "?query", "?query=a;size=x", "?size=a&start=b", "?query=a&size=1&size=x",
              "?query=%ff%zz&size=%ff", "?query=a+b&size=1+2", "?query=a&size=a%22%5c%0a%1b%7f%c2%85%e2%80%a8%f0%9f%8e%b5"]:
    ask("seed", "GET", S + query)
for size in ["abc", "", "1.5", "1.0", "1.00", "+5", "%2b5", "%2b%2b5", "%205%20", "%09%0a5%0c%0b", "%c2%a05", "0x10", "1_000",
             "1_0.0", "1__0", "_1", "1_", "%d9%a3", "5%00", "1e3", "007", "-0", "True", "5.", ".0", "-", "--1"]:
    ask("seed", "GET", S + "?query=jazz&size=" + size)
for query in ["size=-1", "size=10001", "sort=newest", "sort=", "start=-1", "start=9999", "size=99999999999999999999",
              "size=a&sort=b&start=-1", "size=-1.0", "sort=popularity", "size=10&start=9990"]:
    ask("bounds", "GET", S + "?query=q&" + query)
for method, path in [("GET", "/"), ("GET", "/v1/api/search/"), ("GET", "/v1/api/search"), ("GET", S + "/x?query=1"),
                     ("GET", S + "/?query=x"), ("GET", "//v1/api/search/playlist?query=x"), ("GET", "/v1/api/search/a%2Fb?query=x"),
                     ("GET", "/v1/api/search/%ed%95%9c?query=x"), ("POST", S + "?query=x"), ("GET", P), ("DELETE", P), ("PUT", P),
                     ("OPTIONS", S + "?query=x")]:
    ask("seed", method, path)
ask("seed", "POST", "/index/%ed%95%9c%22", OK, J)
for kind in [None, "text/plain", "application/vnd.api+json", "application/json; charset=utf-8", "APPLICATION/JSON", "text/json",
             "application/jsonx", "json"]:
    ask("seed", "POST", P, OK, kind)
ask("seed", "POST", P)
for body in [OK, "", "{}", '{"id":"1","description":"d"}', '{"id":1,"name":null,"description":[1,"a"]}',
             '{"id":true,"name":{"a":1.50,"name":"x"},"description":1e3}', '{"name":5,"z":"é\\u00e9"}', "[]", '[{"id":1}]', '"x"',
             "null", "5", "true", "{", "not json", '{"id":"1",}', '{"id":"1" "x"}', '{"id":}', "{'id':1}", '{"id":"1"} x',
             '{"id":"a\nb"}', '{"id":"a\\qb"}', '{"id":"abc', "[1,2", "[1 2", '{"a":1', '{"a"', '{"a":', '{"a" 1}', "{1:2}", "[1,]",
             "\n\n  nope", '{"é": nope}', '{"🎵": nope}', "   ", '{"id":"1","id":2,"name":"n","description":"d"}',
             '\ufeff' + OK, '{"id":"1","name":"n","description":"d","popularity":3,"tags":[{"id":7}]}',
             ' { "id" : "1" , "tags" : [1, 2.0, 1e2, null, true, {"b": "\\u00e9\\u0001"}], "name" : "재즈" } ']:
    ask("seed", "POST", P, body, J)
json.dump(cases, sys.stdout, ensure_ascii=False, indent=1)
