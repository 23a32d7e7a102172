/* A table of options while it is built. Internal to lib/model.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_OPTIONS_BUILD_H
#define IPSO_MODEL_OPTIONS_BUILD_H

#include "model/options.h"

/* Minutes of a day at which the patient of a request is elsewhere. */
typedef struct ipso__elsewhere {
    int request;
    int day, start_min, end_min;
} ipso__elsewhere;

typedef struct ipso__table_builder {
    const ipso_practice *practice;
    const ipso__bands *bands;
    const ipso__scope *scope;
    ipso__table table;
    double *overruns; /* cache, NaN while unknown: (type, class or none, practitioner, length) */
    int length_room;  /* most lengths of a type */
    int *need_of_request;
    int64_t *followers_worth;   /* most that the requests after each one can be worth */
    ipso__elsewhere *elsewhere; /* in the order of requests */
    int elsewhere_count;
    size_t need_room, value_room, option_room, extended_room, target_room, pair_room, link_room,
        elsewhere_room;
} ipso__table_builder;

/* Lines of S6 and S7; free minutes of the bands. False when out of memory. */
bool ipso__builder_lines(ipso__table_builder *b);

/* What the patients of requests have elsewhere (before the options), and the pairs and links among
 * the needs (after them). False when out of memory. */
bool ipso__builder_elsewhere(ipso__table_builder *b);
bool ipso__builder_links(ipso__table_builder *b);

/* Leaves out the options of requests that no option of the request before them allows (B4). */
void ipso__builder_prune(ipso__table_builder *b);

/* Whether the patient of request is elsewhere at a time in [start_min, end_min) of day. */
bool ipso__builder_is_elsewhere(const ipso__table_builder *b, int request, int day, int start_min,
                                int end_min);

#endif
