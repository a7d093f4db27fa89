// What Swift cannot call of ncurses by itself: mutable globals, function-like macros and variadic functions.
#ifndef KELP_CNCURSES_H
#define KELP_CNCURSES_H

#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <ncurses.h>

static inline WINDOW *kelp_stdscr(void) { return stdscr; }
static inline int kelp_lines(void) { return LINES; }
static inline int kelp_columns(void) { return COLS; }
static inline int kelp_colors(void) { return COLORS; }
static inline int kelp_color_pairs(void) { return COLOR_PAIRS; }

#endif
