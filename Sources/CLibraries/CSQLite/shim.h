// What Swift cannot call of SQLite by itself: cast macros.
#ifndef KELP_CSQLITE_H
#define KELP_CSQLITE_H

#include <sqlite3.h>

static inline int kelp_bind_text(sqlite3_stmt *statement, int index, const char *text, int length) {
    return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}
static inline int kelp_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int length) {
    return sqlite3_bind_blob(statement, index, bytes, length, SQLITE_TRANSIENT);
}

#endif
