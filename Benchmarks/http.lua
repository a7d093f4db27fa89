-- What Elasticsearch is asked directly: the search that the Python service, which Kelp takes the place of, sends for the same parameters.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{"query":{"match":{"name":"jazz"}},"size":10,"from":0,"sort":[{"created_at":{"order":"desc","unmapped_type":"date"}}]}]]
