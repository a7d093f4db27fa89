// What Swift cannot call of SQLite by itself: cast macros, and a pointer whose type name must outlive the call.
#ifndef KELP_CSQLITE_H
#define KELP_CSQLITE_H

#include <sqlite3.h>

// An empty buffer may have no address, which SQLite would take for NULL.
static inline int kelp_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 length) {
    return sqlite3_bind_text64(statement, index, text ? text : "", length, SQLITE_TRANSIENT, SQLITE_UTF8);
}
static inline int kelp_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 length) {
    return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", length, SQLITE_TRANSIENT);
}

// Variadic, so Swift cannot call it.
static inline int kelp_sqlite_count_memory(int isWanted) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, isWanted); }

// FTS5's own interface, which a connection hands out through a query; NULL if this SQLite has no FTS5.
static inline fts5_api *kelp_fts5_api(sqlite3 *database) {
    fts5_api *api = 0;
    sqlite3_stmt *statement = 0;
    if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, 0) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", 0);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

#endif
