// A parent that owns the terminal, and the console as its child: whatever ends the child, the parent gives the terminal back.
// In C because Swift offers no fork, and because a signal handler may not run Swift.
#ifndef KELP_TERMINAL_GUARD_H
#define KELP_TERMINAL_GUARD_H

/// Forks, and returns in the child only: 0, or errno where the system gives no process. Call it before any thread starts.
/// The parent waits, forwards signals, stops and continues with the child, gives the terminal back and ends as the child ended.
int kelp_guard_start(void);

/// Tells the parent whether there is a screen to give back.
void kelp_guard_set_screen(int is_up);

/// Whether the parent is still there. Without one the terminal belongs to whoever started it.
int kelp_guard_is_there(void);

/// The bytes that leave the screen whatever state it is in: what the parent writes for a child that could not.
const char *kelp_guard_restoring(void);

/// Notes signals from now on: each is one byte, its number, in the pipe whose reading end is returned; -1 if there is none.
/// A second request to end, or 5 seconds after the first, ends the process at once by that signal.
int kelp_signals_watch(void);

/// Lets the process die by a signal, as the shell expects of a program that was asked to end.
_Noreturn void kelp_signals_die(int signal);

/// Stops the whole job as Ctrl-Z does, and returns when the shell has continued it in the foreground.
void kelp_signals_stop(void);

/// Asks the system for short turns on a processor, 0.1 ms instead of some milliseconds, for the calling thread and those that it
/// starts from now on. Linux lets a thread that wakes go before one with longer turns, so what does little at a time waits less; its
/// share of the processors stays the same. Linux before 6.12 pays no heed.
void kelp_ask_for_short_turns(void);

#endif
