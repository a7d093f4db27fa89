/// What the API is, for programs that make clients and tests of it: OpenAPI 3.1. The operations have the names that the seed gave
/// them, so that a client made of its description stays the same.
enum OpenAPI {
    /// The description as JSON.
    static let document = #"""
        {"openapi": "3.1.0", "info": {"title": "Kelp", "version": "1"},
        "security": [{}, {"bearer": []}, {"key": []}],
        "paths": {
        "/v1/api/search/{index}": {"get": {
          "tags": ["search API"], "summary": "Search", "operationId": "search_v1_api_search__index__get",
          "description": "Finds documents whose name has one of the words, in descending order.",
          "parameters": [
            {"name": "index", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1},
             "description": "One index, several with commas between them, or _all."},
            {"name": "query", "in": "query", "required": true, "schema": {"type": "string"}},
            {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 10000, "default": 10}},
            {"name": "sort", "in": "query", "schema": {"enum": ["latest", "popularity"], "default": "latest"}},
            {"name": "start", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 10000, "default": 0},
             "description": "Start and size together are 10000 at most."}],
          "responses": {
            "200": {"description": "The hits", "content": {"application/json": {"schema": {
              "type": "object", "required": ["results"], "properties": {
                "results": {"type": "array", "items": {"$ref": "#/components/schemas/Hit"}}}}}}},
            "400": {"$ref": "#/components/responses/Problem"}, "401": {"$ref": "#/components/responses/Problem"},
            "404": {"$ref": "#/components/responses/Problem"}, "422": {"$ref": "#/components/responses/Invalid"},
            "502": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Problem"},
            "504": {"$ref": "#/components/responses/Problem"}}}},
        "/index/{index}": {"post": {
          "tags": ["index API"], "summary": "Index", "operationId": "index_index__index__post",
          "description": "Indexes one document; a search finds it after the next refresh.",
          "parameters": [{"name": "index", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}],
          "requestBody": {"required": true, "content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/IndexRequest"}}}},
          "responses": {
            "200": {"description": "It is indexed", "content": {"application/json": {"schema": {
              "type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}}}},
            "400": {"$ref": "#/components/responses/Problem"}, "401": {"$ref": "#/components/responses/Problem"},
            "403": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"},
            "413": {"$ref": "#/components/responses/Problem"}, "422": {"$ref": "#/components/responses/Invalid"},
            "502": {"$ref": "#/components/responses/Problem"}, "503": {"$ref": "#/components/responses/Problem"},
            "504": {"$ref": "#/components/responses/Problem"}}}},
        "/healthz": {"get": {"summary": "Whether the server lives", "operationId": "healthz", "security": [{}],
          "responses": {"200": {"$ref": "#/components/responses/Status"}}}},
        "/readyz": {"get": {"summary": "Whether index and Kafka can be reached, and if not, why", "operationId": "readyz",
          "responses": {"200": {"$ref": "#/components/responses/Status"}, "503": {"$ref": "#/components/responses/Status"}}}},
        "/openapi.json": {"get": {"summary": "This description", "operationId": "openapi",
          "responses": {"200": {"description": "OpenAPI", "content": {"application/json": {"schema": {"type": "object"}}}},
            "401": {"$ref": "#/components/responses/Problem"}}}}},
        "components": {
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"},
          "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}},
        "responses": {
          "Problem": {"description": "What is wrong, in a sentence", "content": {"application/json": {"schema": {
            "type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}}}},
          "Invalid": {"description": "All that is wrong with the request", "content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/HTTPValidationError"}}}},
          "Status": {"description": "The status", "content": {"application/json": {"schema": {
            "type": "object", "required": ["status"], "properties": {"status": {"type": "string"},
              "checks": {"type": "object", "additionalProperties": {"type": "string"}}}}}}}},
        "schemas": {
          "Hit": {"type": "object", "required": ["_index", "_id", "_score", "_source", "sort"], "properties": {
            "_index": {"type": "string"}, "_id": {"type": "string"}, "_score": {"type": ["number", "null"]},
            "_source": {"type": "object"}, "sort": {"type": "array"}}},
          "IndexRequest": {"type": "object", "title": "IndexRequest", "required": ["id", "name", "description"],
            "properties": {"id": {"type": "string", "minLength": 1}, "name": {"type": "string"},
              "description": {"type": "string"}, "created_at": {"type": ["string", "integer", "null"],
                "description": "ISO 8601, or milliseconds since 1970"}, "popularity": {"type": ["number", "null"]}}},
          "HTTPValidationError": {"type": "object", "title": "HTTPValidationError", "properties": {
            "detail": {"type": "array", "items": {"$ref": "#/components/schemas/ValidationError"}}}},
          "ValidationError": {"type": "object", "title": "ValidationError", "required": ["loc", "msg", "type"], "properties": {
            "loc": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
            "msg": {"type": "string"}, "type": {"type": "string"}, "input": {}, "ctx": {"type": "object"}}}}}}

        """#
}
