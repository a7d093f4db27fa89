#define _GNU_SOURCE
#include "terminal_guard.h"

#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#ifdef SYS_sched_setattr
/// What sched_setattr(2) takes, in its first version, which older C libraries do not declare.
struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

void kelp_ask_for_short_turns(void) {
    // SCHED_OTHER is policy 0. The niceness must be what it is: less is not allowed.
    struct attributes attributes = {.size = sizeof attributes, .nice = getpriority(PRIO_PROCESS, 0), .runtime = 100000};
    syscall(SYS_sched_setattr, 0, &attributes, 0);
}
#else
void kelp_ask_for_short_turns(void) {}
#endif
