#define _GNU_SOURCE
#include "terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/// The same request may come twice at once: to the group by the shell or the kernel, and once more from the parent.
#define SAME_REQUEST_MILLISECONDS 300
#define DRAINING_SECONDS 5

static int pipe_ends[2] = {-1, -1};
static volatile sig_atomic_t requested;
static volatile sig_atomic_t request_second, request_millisecond;

void kelp_signals_die(int number) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t set;
    sigaction(number, &action, NULL);
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    kill(getpid(), number);
    _exit(128 + number);
}

static int is_same_request(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long passed = (now.tv_sec - request_second) * 1000 + now.tv_nsec / 1000000 - request_millisecond;
    return passed < SAME_REQUEST_MILLISECONDS;
}

static void note_request(int number) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    request_second = (sig_atomic_t)now.tv_sec;
    request_millisecond = (sig_atomic_t)(now.tv_nsec / 1000000);
    requested = number;
    alarm(DRAINING_SECONDS);
}

static void tell(int number) {
    unsigned char byte = (unsigned char)number;
    int before = errno;
    // A full pipe has woken the reader already.
    if (write(pipe_ends[1], &byte, 1) < 0) errno = before;
}

static void on_request(int number) {
    if (requested && is_same_request()) return;
    if (requested) kelp_signals_die(requested);
    note_request(number);
    tell(number);
}

static void on_alarm(int number) {
    (void)number;
    kelp_signals_die(requested ? requested : SIGALRM);
}

static void handle(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

int kelp_signals_watch(void) {
    static const int requests[] = {SIGTERM, SIGHUP, SIGQUIT, SIGINT};
    // A crash handler of the runtime would hold a conversation on a terminal that is in raw mode.
    static const int fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
    if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    for (unsigned i = 0; i < sizeof requests / sizeof *requests; i++) handle(requests[i], on_request);
    for (unsigned i = 0; i < sizeof fatal / sizeof *fatal; i++) handle(fatal[i], SIG_DFL);
    handle(SIGALRM, on_alarm);
    handle(SIGWINCH, tell);
    handle(SIGTSTP, tell);
    handle(SIGCONT, tell);
    // To write and to set modes where the terminal is no longer ours is how it is given back.
    handle(SIGTTOU, SIG_IGN);
    handle(SIGPIPE, SIG_IGN);
    return pipe_ends[0];
}

void kelp_signals_stop(void) {
    handle(SIGTSTP, SIG_DFL);
    // Continued in the background, the terminal is not ours yet. Where nobody could continue it, the system does not stop it.
    for (int attempt = 0; attempt < 16; attempt++) {
        raise(SIGTSTP);
        if (tcgetpgrp(STDIN_FILENO) == getpgrp()) break;
    }
    handle(SIGTSTP, tell);
}
