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

static inline int kelp_lines(void) { return LINES; }
static inline int kelp_columns(void) { return COLS; }

static inline mmask_t kelp_button_1(void) { return BUTTON1_PRESSED; }
static inline mmask_t kelp_wheel_up(void) { return BUTTON4_PRESSED; }
static inline mmask_t kelp_wheel_down(void) { return BUTTON5_PRESSED; }

/// What the terminal's description says under a name, or NULL where it says nothing.
static inline const char *kelp_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (char *)-1 ? NULL : value;
}

/// A capability with its parameters in place, until the next call; those it has no place for are not looked at.
static inline const char *kelp_parameters(const char *capability, int first, int second) { return tiparm(capability, first, second); }

/// Begins a screen that is written to `output` and read from standard input; NULL, with the terminal untouched, where its type is
/// not known or has no cursor to place.
static inline SCREEN *kelp_newterm(FILE *output) {
    int status;
    if (output == NULL || setupterm(NULL, fileno(output), &status) != OK || kelp_capability("cup") == NULL) return NULL;
    return newterm(NULL, output, stdin);
}

#endif
