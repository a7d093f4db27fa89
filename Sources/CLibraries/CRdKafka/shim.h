// librdkafka and its mock cluster, which the demo and the tests run on.
#ifndef KELP_CRDKAFKA_H
#define KELP_CRDKAFKA_H

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#endif
