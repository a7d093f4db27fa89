/// What Kelp says of an index when it makes one. The first document would decide the types otherwise.
///
/// The texts stand in `assets/mappings` too, for whoever makes an index by hand; they are part of the program so that the program is
/// one file, and a test compares the two.
enum IndexMapping {
    /// A number is milliseconds, as it is everywhere in Kelp: with the default format 1000 would be a year.
    /// Words as `cjk` cuts them, without stop words: the same tokens as in the embedded index. Any JSON object is a document: of
    /// the other fields a number that is none is kept and not searched.
    static let documents = """
        {
          "settings": {
            "analysis": { "analyzer": { "kelp_cjk": { "type": "cjk", "stopwords": "_none_" } } }
          },
          "mappings": {
            "date_detection": false,
            "dynamic_templates": [
              {
                "whole_numbers": {
                  "match_mapping_type": "long",
                  "mapping": { "type": "long", "ignore_malformed": true }
                }
              },
              {
                "numbers": {
                  "match_mapping_type": "double",
                  "mapping": { "type": "double", "ignore_malformed": true }
                }
              },
              {
                "words": {
                  "match_mapping_type": "string",
                  "mapping": {
                    "type": "text",
                    "analyzer": "kelp_cjk",
                    "fields": { "keyword": { "type": "keyword", "ignore_above": 256 } }
                  }
                }
              }
            ],
            "properties": {
              "id": { "type": "keyword", "ignore_above": 512 },
              "name": {
                "type": "text",
                "analyzer": "kelp_cjk",
                "fields": { "keyword": { "type": "keyword", "ignore_above": 256 } }
              },
              "description": {
                "type": "text",
                "analyzer": "kelp_cjk",
                "fields": { "keyword": { "type": "keyword", "ignore_above": 256 } }
              },
              "created_at": { "type": "date", "format": "epoch_millis||strict_date_optional_time" },
              "popularity": { "type": "long" }
            }
          }
        }
        """

    /// Key and payload are kept and not searched.
    static let deadLetters = """
        {
          "settings": { "number_of_shards": 1, "auto_expand_replicas": "0-1" },
          "mappings": {
            "dynamic": false,
            "properties": {
              "kind": { "type": "keyword" },
              "reason": { "type": "text" },
              "index": { "type": "keyword" },
              "topic": { "type": "keyword" },
              "partition": { "type": "integer" },
              "offset": { "type": "long" },
              "file": { "type": "keyword" },
              "line": { "type": "long" },
              "refused_at": { "type": "date" }
            }
          }
        }
        """
}
