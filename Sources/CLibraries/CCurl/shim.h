// What Swift cannot call of libcurl by itself: variadic functions.
#ifndef KELP_CCURL_H
#define KELP_CCURL_H

#include <curl/curl.h>

static inline CURLcode kelp_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode kelp_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode kelp_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode kelp_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode kelp_set_receiver(CURL *easy, CURLoption option, curl_write_callback receiver) {
    return curl_easy_setopt(easy, option, receiver);
}
static inline CURLcode kelp_get_long(CURL *easy, CURLINFO question, long *answer) {
    return curl_easy_getinfo(easy, question, answer);
}
static inline CURLcode kelp_get_size(CURL *easy, CURLINFO question, curl_off_t *answer) {
    return curl_easy_getinfo(easy, question, answer);
}
static inline CURLMcode kelp_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLcode kelp_get_pointer(CURL *easy, CURLINFO question, char **answer) {
    return curl_easy_getinfo(easy, question, answer);
}
// Who is told which sockets to watch and when to look without one being ready.
static inline void kelp_multi_set_callbacks(CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *closure) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, closure);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, closure);
}
static inline CURLcode kelp_message_result(const CURLMsg *message) { return message->data.result; }

#endif
