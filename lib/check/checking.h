/* What the rules of a check share: the plan in hand, its consulting time, and the report. Internal.
 *
 * Assignments, sessions and slots are found by cell: a practitioner and a day, numbered
 * practitioner x days + day. Nothing here comes from a model.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CHECK_CHECKING_H
#define IPSO_CHECK_CHECKING_H

#include "base/error.h"
#include "base/memory.h"

#include <ipsosched/check.h>

#include <stdbool.h>
#include <stdint.h>

/* ---- the report ---- */

struct ipso_report {
    ipso_finding *findings;
    size_t finding_count, finding_capacity;
    int violation_count;
    ipso_rule_cost costs[IPSO_RULE_COUNT];
    ipso_measures measures;
    ipso__arena strings;
};

/* ---- the plan in hand ---- */

typedef struct ipso__checking_day {
    bool holiday;
    int weekday;     /* 0 Monday */
    int week;        /* 0-based calendar week of the horizon */
    int extended[2]; /* extended: minutes before [0] and from [1] on */
    ipso_date date;
} ipso__checking_day;

/* A maximal interval of consulting time of one duty with one admission. */
typedef struct ipso__check_session {
    int practitioner, day, duty;
    int start_min, end_min;
    const uint64_t *admits; /* bit per type; NULL: every type */
} ipso__check_session;

typedef struct ipso__checking {
    const ipso_practice *practice;
    const ipso_plan *plan;
    ipso_report *report;
    int practitioners, days, weeks, sites, types;
    int last_stage;
    ipso__checking_day *day;
    bool *leave;        /* by cell */
    int *first_work;    /* by cell, and one past the last: assignments of cell c are
                           first_work[c] .. first_work[c + 1] - 1 */
    int *first_slot;    /* likewise slots */
    int *first_session; /* likewise sessions */
    ipso__check_session *sessions;
    size_t session_count, session_capacity;
    int *slot_session;   /* by slot: index of the session it lies in, or -1 */
    double *overrun_min; /* by slot: E[(S - length)+] */
    int *request_slot;   /* by request: its first booked slot, or -1 */
    double *tails;       /* P(D >= 1), P(D >= 2) ... of each demand entry, one after the other */
    size_t tail_count, tail_capacity;
    size_t *first_tail; /* by demand entry, and one past the last */
    int *group_slots;   /* by demand x days + day: open slots kept for that need */
    ipso__arena arena;
    bool failed; /* memory ran out: every later finding is dropped */
} ipso__checking;

static inline int ipso__check_cell(const ipso__checking *checking, int practitioner, int day)
{
    return practitioner * checking->days + day;
}

/* Duty of the i-th assignment of the plan. */
const ipso_duty *ipso__check_worked_duty(const ipso__checking *checking, int assignment);

/* Whether the practitioner works on the day. */
bool ipso__check_works(const ipso__checking *checking, int practitioner, int day);

/* end - start less breaks. */
int ipso__check_duty_minutes(const ipso_duty *duty);

bool ipso__check_duty_spans(const ipso_duty *duty, int start_min, int end_min);

bool ipso__check_same_text(const char *a, const char *b);

/* Minutes that [a0, a1) and [b0, b1) have in common. */
int ipso__check_common_minutes(int a0, int a1, int b0, int b1);

/* The parts of "may work" (R2): the duty can be worked on the day at all; the practitioner is one
 * of its kind; the practitioner is there. */
bool ipso__check_duty_open(const ipso__checking *checking, int day, const ipso_duty *duty);
bool ipso__check_duty_qualified(const ipso__checking *checking, int practitioner,
                                const ipso_duty *duty);
bool ipso__check_duty_available(const ipso__checking *checking, int practitioner, int day,
                                const ipso_duty *duty);

/* Extended minutes of [start, end) on the day. */
int ipso__check_extended_minutes(const ipso__checking *checking, int day, int start_min,
                                 int end_min);

/* Minutes that a slot occupies, travel included. */
int ipso__check_slot_width(const ipso_slot *slot);

/* The class of the patient whom the slot is for, IPSO_ANY when none is known. */
int ipso__check_slot_class(const ipso__checking *checking, const ipso_slot *slot);

/* Days of the horizon without leave in [first, past). */
int ipso__check_days_present(const ipso__checking *checking, int practitioner, int first, int past);

/* Whether the slot's length is one of its type's. */
bool ipso__check_length_offered(const ipso__checking *checking, const ipso_slot *slot);

/* Days that a request waits for the slot (B7). */
int ipso__check_wait_days(const ipso__checking *checking, const ipso_request *request,
                          const ipso_slot *slot);

/* Nearest integer of a number that is not negative, half up. */
int64_t ipso__check_nearest(double value);

/* ---- findings ---- */

/* Records units above 0 of a rule at a price per unit: a violation when it is IPSO_HARD, nothing
 * when it is 0. where is a JSON pointer, then come the text's printf format and its arguments; they
 * are looked at only when something is recorded, which is why this is a macro. */
#define ipso__check_charge(checking, rule, price, units, ...)                                      \
    ((price) != 0 && (units) > 0                                                                   \
         ? ipso__check_record(checking, rule, (price) == IPSO_HARD, units,                         \
                              (price) == IPSO_HARD ? 0 : (int64_t)(units) * (price), __VA_ARGS__)  \
         : (void)0)

/* Likewise points that are not units times one price; nothing when they are 0. */
#define ipso__check_pay(checking, rule, units, points, ...)                                        \
    ((points) != 0 ? ipso__check_record(checking, rule, false, units, points, __VA_ARGS__)         \
                   : (void)0)

void ipso__check_record(ipso__checking *checking, ipso_rule rule, bool violation, int64_t units,
                        int64_t points, const char *where, const char *format, ...)
    IPSO__PRINTF(7, 8);

/* Charges the units by which done lies below least or above the limit's max; the text is followed
 * by how far. */
void ipso__check_charge_range(ipso__checking *checking, ipso_rule rule, const ipso_limit *limit,
                              int64_t least, int64_t done, const char *where, const char *format,
                              ...) IPSO__PRINTF(7, 8);

/* ---- words ---- */

/* A short text by value. */
typedef struct ipso__check_words {
    char text[48];
} ipso__check_words;

ipso__check_words ipso__check_pointer(const char *list, int index); /* "/cover/2" */
ipso__check_words ipso__check_say_minutes(int64_t minutes);         /* "11 h 30 min" */
ipso__check_words ipso__check_say_time(int minutes);                /* "08:30" */
ipso__check_words ipso__check_say_date(ipso_date date);             /* "23 November" */
ipso__check_words ipso__check_say_day(const ipso__checking *checking,
                                      int day); /* "Monday 23 November" */
ipso__check_words ipso__check_say_week(const ipso__checking *checking,
                                       int week); /* its Monday's date */

const char *ipso__check_say_name(const ipso__checking *checking, int practitioner);
const char *ipso__check_say_site(const ipso__checking *checking,
                                 int site); /* "no site" when remote */
const char *ipso__check_say_type(const ipso__checking *checking, int type);

/* ---- parts of the preparation ---- */

/* Sessions of every duty worked, and the session of every slot. False when out of memory. */
bool ipso__check_find_sessions(ipso__checking *checking);

bool ipso__check_session_admits(const ipso__check_session *session, int type);

/* The mode in which the session's practitioner may give the type there; 0 when they may not. */
unsigned ipso__check_session_mode(const ipso__checking *checking,
                                  const ipso__check_session *session, int type);

/* ---- the rules, by family ---- */

void ipso__check_roster_days(ipso__checking *checking); /* R1-R3, R5, R10-R14 */
void ipso__check_roster_time(ipso__checking *checking); /* R4, R7-R9, R22 */
void ipso__check_cover(ipso__checking *checking);       /* R6, R15-R17 */
void ipso__check_fair(ipso__checking *checking);        /* R18, R20 */
void ipso__check_sites(ipso__checking *checking);       /* R19, R24, R25 */
void ipso__check_consulting(ipso__checking *checking);  /* R21, R23 */
void ipso__check_slots(ipso__checking *checking);       /* S1-S7 */
void ipso__check_bookings(ipso__checking *checking);    /* B1-B9 */
void ipso__check_fixed_kept(ipso__checking *checking);  /* B5, from the slots stage on */
void ipso__check_times(ipso__checking *checking);       /* T1-T3, measures of sessions */
void ipso__check_measure(ipso__checking *checking);

#endif
