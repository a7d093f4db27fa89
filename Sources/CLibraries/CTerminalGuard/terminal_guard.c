#define _GNU_SOURCE
#include "terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t without_guard;
/// Shared by parent and child: only the child knows whether its screen is up, and only the parent whether it took it down.
static volatile sig_atomic_t *screen_is_up = &without_guard;
static pid_t parent;

/// Mouse, paste, synchronised output, keypad and attributes off; right-to-left text as before; cursor shown; title back; alternate screen
/// left.
static const char restoring[] =
    "\033[?2026l\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?2004l\033[8h\033[?1l\033>\033[0m\033(B\033[?25h\033[?7h\033[23;0t\033[?1049l\r";

const char *kelp_guard_restoring(void) { return restoring; }

void kelp_guard_set_screen(int is_up) { *screen_is_up = is_up; }

int kelp_guard_is_there(void) { return parent != 0 && getppid() == parent; }

/// Writes to the terminal what it takes within a second: one that is stopped, or that nobody reads, must not keep the process.
static void write_all(int terminal, const char *text) {
    // Opened anew, because not to wait is a setting that all who share the descriptor would have.
    char name[32];
    snprintf(name, sizeof name, "/proc/self/fd/%d", terminal);
    int own = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct pollfd room = {.fd = own < 0 ? terminal : own, .events = POLLOUT};
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t written = write(room.fd, text, left);
        if (written > 0)
            text += written, left -= (size_t)written;
        else if (errno != EINTR && (errno != EAGAIN || poll(&room, 1, 1000) <= 0))
            break;
    }
    if (own >= 0) close(own);
}

static void restore(const struct termios *before) {
    if (!*screen_is_up) return;
    *screen_is_up = 0;
    write_all(STDOUT_FILENO, restoring);
    tcflush(STDIN_FILENO, TCIFLUSH);  // reports of the mouse are no words for the shell
    tcsetattr(STDIN_FILENO, TCSANOW, before);
}

static int is_defect(int signal) {
    return signal == SIGILL || signal == SIGTRAP || signal == SIGABRT || signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE ||
           signal == SIGSYS;
}

static void take_default(int signal) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t set;
    sigaction(signal, &action, NULL);
    sigemptyset(&set);
    sigaddset(&set, signal);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/// Ends as the child ended, so that the shell sees the same.
static _Noreturn void end_like(int status) {
    if (!WIFSIGNALED(status)) _exit(WEXITSTATUS(status));
    int signal = WTERMSIG(status);
    if (is_defect(signal)) {
        char sentence[160];
        snprintf(sentence, sizeof sentence,
                 "kelp: ended by a defect of its own (SIG%s); run it again with --log-file FILE to keep what it says\n",
                 sigabbrev_np(signal));
        write_all(STDERR_FILENO, sentence);
    }
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    take_default(signal);
    raise(signal);
    _exit(128 + signal);
}

static void pause_milliseconds(long milliseconds) {
    struct timespec time = {0, milliseconds * 1000000};
    nanosleep(&time, NULL);
}

/// Whether the child stops or goes on by itself, because the signal was sent to the whole group.
static int has_changed(pid_t child, int change) {
    siginfo_t info = {.si_pid = 0};
    pause_milliseconds(50);
    return waitid(P_PID, (id_t)child, &info, change | WNOHANG | WNOWAIT) == 0 && info.si_pid == child;
}

/// Stops with the child, so that the shell sees the job stopped; returns when the shell continues it.
static void stop_like(int status, pid_t child, const struct termios *before) {
    sigset_t stop, go, old;
    struct timespec none = {0, 0};
    int signal = WSTOPSIG(status);
    restore(before);  // only if the child was stopped from outside and could not
    sigemptyset(&stop);
    sigaddset(&stop, signal);
    sigprocmask(SIG_UNBLOCK, &stop, &old);
    raise(signal);
    sigprocmask(SIG_SETMASK, &old, NULL);
    sigemptyset(&go);
    sigaddset(&go, SIGCONT);
    sigtimedwait(&go, NULL, &none);
    if (!has_changed(child, WCONTINUED)) kill(child, SIGCONT);
}

static _Noreturn void guard(pid_t child, const sigset_t *watched, const struct termios *before) {
    for (;;) {
        siginfo_t info;
        int signal = sigwaitinfo(watched, &info), status;
        if (signal < 0) continue;
        if (signal != SIGCHLD) {
            if (signal != SIGTSTP || !has_changed(child, WSTOPPED)) kill(child, signal);
            continue;
        }
        while (waitpid(child, &status, WNOHANG | WUNTRACED) > 0) {
            if (WIFSTOPPED(status)) {
                stop_like(status, child, before);
            } else {
                restore(before);
                end_like(status);
            }
        }
    }
}

/// What a shell does before it takes the terminal: a job that was started in the background waits to be brought to the front.
static void wait_for_foreground(void) {
    for (int attempt = 0; attempt < 16 && tcgetpgrp(STDIN_FILENO) != getpgrp(); attempt++) raise(SIGTTIN);
}

int kelp_guard_start(void) {
    static const int forwarded[] = {SIGCHLD, SIGTERM, SIGHUP, SIGQUIT, SIGINT, SIGTSTP, SIGCONT, SIGUSR1, SIGUSR2};
    sigset_t watched, old;
    struct termios before;
    if (tcgetattr(STDIN_FILENO, &before) != 0) return errno;
    void *shared = mmap(NULL, sizeof *screen_is_up, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return errno;
    screen_is_up = shared;
    wait_for_foreground();
    tcgetattr(STDIN_FILENO, &before);

    // Blocked before the fork, so that none is lost between it and the parent's loop.
    sigemptyset(&watched);
    for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++) sigaddset(&watched, forwarded[i]);
    sigprocmask(SIG_BLOCK, &watched, &old);
    parent = getpid();
    pid_t child = fork();
    if (child < 0) {
        sigprocmask(SIG_SETMASK, &old, NULL);
        return errno;
    }
    if (child > 0) {
        signal(SIGTTOU, SIG_IGN);
        guard(child, &watched, &before);
    }
    sigprocmask(SIG_SETMASK, &old, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (!kelp_guard_is_there()) raise(SIGTERM);
    return 0;
}
