/* A question about starts: an ask at a moment, prepared, and what a start is worth to it. Internal.
 *
 * Offers, why, holds, bookings and proposals all look at starts through these functions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_QUERY_H
#define IPSO_AGENDA_QUERY_H

#include "agenda/state.h"

/* Minutes since the first midnight of the horizon. */
typedef struct ipso__span {
    int64_t start, end;
} ipso__span;

/* A start with its best length. */
typedef struct ipso__start {
    int start_min;
    int length; /* index among those of the type */
    int64_t cost, reserve, unusable;
    bool hole; /* leaves minutes that no type fits into any more */
} ipso__start;

typedef struct ipso__query {
    const ipso__state *state;
    const ipso_ask *ask;
    const ipso_request *request;
    const ipso_type *type;
    const ipso__entry *self; /* an entry that is moved and not in its own way; NULL */
    bool acute;
    unsigned modes;                /* accepted */
    int length_min;                /* asked for, or 0 */
    int64_t now;                   /* minutes since the first midnight of the horizon */
    int today;                     /* day of the horizon */
    int wanted;                    /* day of the horizon from which waiting counts */
    int64_t link_first, link_last; /* a start lies between them, both included */
    int64_t all_without_own, all_consulting_min; /* of the practitioners who may give the type */
    int busy_count;
    ipso__span *busy;       /* where the patient is */
    int64_t *notice;        /* by site + 1 (0: any): first moment after the notice */
    int64_t *length_points; /* by practitioner and length of the type */
    ipso__start *starts;    /* room for those of a day */
    unsigned char *parts;   /* by day: parts of it that a start may lie in */
} ipso__query;

/* IPSO_NOMEM leaves *query untouched. The ask must have been checked; query borrows it. */
ipso_status ipso__query_init(ipso__query *query, const ipso__state *state, const ipso_ask *ask,
                             const ipso_stamp *now, const ipso__entry *self, ipso_error *err);
void ipso__query_finish(ipso__query *query);

/* A session of a cell as the query sees it. */
typedef struct ipso__frame {
    const ipso__agenda_session *session;
    int practitioner, day, cell;
    int site; /* of the duty */
    unsigned mode;
    int travel_min;
    int64_t midnight;                     /* of the day */
    int64_t own, wait, mode_points, turn; /* wait: until the day */
    bool soon;                            /* today or tomorrow */
    int ext_left;  /* extended minutes that acute need leaves here; below 0 when it leaves none */
    bool extended; /* whether they are looked at */
} ipso__frame;

/* False when the session does not suit the ask whatever the start: type, mode or site. */
bool ipso__frame_init(ipso__frame *frame, const ipso__query *query,
                      const ipso__agenda_session *session, unsigned modes);

/* The term "turn" of a practitioner. */
int64_t ipso__turn_points(const ipso__query *query, int practitioner);

/* The latest end of an appointment that starts at a minute of a frame or a cell: of the windows, of
 * the patient's time and of what is kept from the ask; -1 when none may start there. What is kept
 * later than longest_min after the start is not looked at. */
int ipso__window_end(const ipso__query *query, ipso_date date, int start_min);
int ipso__reserve_end(const ipso__query *query, int cell, int start_min, int longest_min);

/* Whether extended hours have room for [start, end); always so where they are not looked at. */
bool ipso__extended_allows(const ipso__query *query, const ipso__frame *frame, int start_min,
                           int end_min);

/* Whether the start keeps notice and link, and is not past. */
bool ipso__past(const ipso__query *query, int64_t start);
bool ipso__notice_kept(const ipso__query *query, const ipso__frame *frame, int start_min);
bool ipso__link_kept(const ipso__query *query, int64_t start);
bool ipso__day_open(const ipso__query *query, int day);

/* Values the lengths at a start inside the free stretch [from, to) of the frame's session: false
 * when none may be booked that costs at most limit. length_min is that asked for, or 0. */
bool ipso__start_value(const ipso__query *query, const ipso__frame *frame, int start_min,
                       int from_min, int to_min, int length_min, int64_t limit, ipso__start *start);

/* Whether no type fits into more minutes, once [start, end) is taken of [from, to), which lie on
 * the grid. */
static inline bool ipso__leaves_hole(const ipso__agenda_session *session, int start_min,
                                     int end_min, int from_min, int to_min)
{
    const int *waste = session->waste_min;

    return waste[start_min - from_min] + waste[to_min - end_min] > waste[to_min - from_min];
}

/* The term "unusable": minutes that the start makes useless, at their worth, or from the second day
 * after today on those that it is expected to leave over, at a tenth of it. */
static inline int64_t ipso__unusable_points(const ipso__agenda_session *session, int64_t worth,
                                            bool soon, int start_min, int end_min, int from_min,
                                            int to_min)
{
    const int *left = soon ? session->waste_min : session->loss;
    int64_t more = left[start_min - from_min] + left[to_min - end_min] - left[to_min - from_min];

    if (soon)
        return more > 0 ? worth * more : 0;
    more = worth * more + 500;
    return more >= 0 ? more / 1000 : -((999 - more) / 1000);
}

/* Whether a day of the horizon is today or tomorrow: its time goes by before others ask for it. */
static inline bool ipso__is_soon(const ipso__query *query, int day)
{
    return day - query->today < 2;
}

/* What waiting until a minute of the day adds to waiting until the day. */
static inline int64_t ipso__hour_points(const ipso__state *state, int start_min)
{
    return state->weights->wait_points * start_min / 300;
}

/* The free stretch of the session that begins at or after *from_min; false when there is none. */
bool ipso__free_stretch(const ipso__state *state, const ipso__agenda_session *session,
                        int *from_min, int *to_min);

/* The offer of a start. */
void ipso__offer_fill(const ipso__query *query, const ipso__frame *frame, const ipso__start *start,
                      ipso_offer *offer);

#endif
