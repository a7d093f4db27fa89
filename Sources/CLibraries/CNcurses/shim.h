// What Swift cannot call of ncurses by itself: mutable globals, function-like macros and variadic functions.
#ifndef KELP_CNCURSES_H
#define KELP_CNCURSES_H

#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <ncurses.h>
#include <stdio.h>
#include <wchar.h>

// From <term.h>, which would bring hundreds of macros named like ordinary words.
extern int setupterm(const char *, int, int *);
extern char *tigetstr(const char *);
extern int tigetflag(const char *);
extern int tigetnum(const char *);
extern char *tiparm(const char *, ...);

static inline WINDOW *kelp_stdscr(void) { return stdscr; }
static inline WINDOW *kelp_curscr(void) { return curscr; }
static inline int kelp_lines(void) { return LINES; }
static inline int kelp_columns(void) { return COLS; }
static inline int kelp_colors(void) { return COLORS; }
static inline int kelp_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t kelp_bold(void) { return WA_BOLD; }
static inline attr_t kelp_dim(void) { return WA_DIM; }
static inline attr_t kelp_underline(void) { return WA_UNDERLINE; }
static inline attr_t kelp_reverse(void) { return WA_REVERSE; }
static inline attr_t kelp_italic(void) { return WA_ITALIC; }

static inline mmask_t kelp_button_1(void) { return BUTTON1_PRESSED; }
static inline mmask_t kelp_wheel_up(void) { return BUTTON4_PRESSED; }
static inline mmask_t kelp_wheel_down(void) { return BUTTON5_PRESSED; }

/// A cell of a spacing character with its marks (ended by 0) in a colour pair of any number.
static inline cchar_t kelp_cell(const wchar_t *text, attr_t attributes, int pair) {
    cchar_t cell = {0};
    setcchar(&cell, text, attributes, 0, &pair);
    return cell;
}

/// What the terminal's description says under a name, or NULL where it says nothing.
static inline const char *kelp_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (char *)-1 ? NULL : value;
}

/// The bytes that put the cursor at a place.
static inline const char *kelp_cursor_address(int row, int column) { return tiparm(kelp_capability("cup"), row, column); }

/// Begins a screen that is written to `output` and read from standard input; NULL, with the terminal untouched, where its type is
/// not known or has no cursor to place.
static inline SCREEN *kelp_newterm(FILE *output) {
    int status;
    if (output == NULL || setupterm(NULL, fileno(output), &status) != OK || kelp_capability("cup") == NULL) return NULL;
    return newterm(NULL, output, stdin);
}

#endif
