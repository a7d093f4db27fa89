// What Swift cannot call of libmicrohttpd by itself: the variadic start, and flags that are cast enumerations.
#ifndef KELP_CMICROHTTPD_H
#define KELP_CMICROHTTPD_H

#include <microhttpd.h>

struct kelp_http_callbacks {
    MHD_AccessHandlerCallback handle;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback notify;
    void *(*target)(void *closure, const char *target, struct MHD_Connection *connection);
};

// Without a thread: whoever starts it runs it when its epoll is ready. Takes the listening socket over.
static inline struct MHD_Daemon *kelp_http_start(int listening, unsigned int connections, unsigned int connections_per_client,
                                                 struct kelp_http_callbacks callbacks, void *closure) {
    return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, callbacks.handle, closure,
                            MHD_OPTION_LISTEN_SOCKET, listening,
                            MHD_OPTION_NOTIFY_COMPLETED, callbacks.completed, closure,
                            MHD_OPTION_NOTIFY_CONNECTION, callbacks.notify, closure,
                            MHD_OPTION_URI_LOG_CALLBACK, callbacks.target, closure,
                            MHD_OPTION_CONNECTION_LIMIT, connections,
                            MHD_OPTION_PER_IP_CONNECTION_LIMIT, connections_per_client,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_END);
}

static inline int kelp_http_epoll(struct MHD_Daemon *daemon) {
    return MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

static inline int kelp_http_descriptor(struct MHD_Connection *connection) {
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

// What MHD_NotifyConnectionCallback put beside the connection.
static inline void *kelp_http_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

// Copies the body.
static inline struct MHD_Response *kelp_http_response(const void *body, size_t length) {
    return MHD_create_response_from_buffer(length, (void *)body, MHD_RESPMEM_MUST_COPY);
}

#endif
