-- What `Benchmarks/http` asks: KIND is whose words are spoken, EACH is `same` for one search again and again, `another` for one that
-- was never asked before: it finds the same documents, because only the second of its words is new.
local kind, isSame = os.getenv("KIND"), os.getenv("EACH") == "same"
local number = os.time() % 100000000 * 1000000
local headers = { ["Content-Type"] = "application/json" }
-- The search that the Python service, which Kelp takes the place of, sends for the same parameters.
local body = [[{"query":{"match":{"name":"jazz%s"}},"size":10,"from":0,"sort":[{"created_at":{"order":"desc","unmapped_type":"date"}}]}]]

request = function()
    number = number + 1
    local word = isSame and "" or string.format(" x%d", number)
    if kind == "elasticsearch" then return wrk.format("POST", nil, headers, body:format(word)) end
    return wrk.format("GET", wrk.path .. "?query=jazz" .. word:gsub(" ", "+"))
end
