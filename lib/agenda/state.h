/* The state of an agenda: what its plan gave, and what its events made of it. Internal.
 *
 * A practitioner's day is a cell, numbered practitioner x days + day. Its free time is a bitmap of
 * the grid: bit i of a cell's words is set when the minutes [i x grid, (i + 1) x grid) lie in a
 * session and no entry and no block touches them.
 *
 * What the plan gave never changes after ipso__state_new. The rest is changed by apply.c alone,
 * while nobody else reads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_STATE_H
#define IPSO_AGENDA_STATE_H

#include <ipsosched/agenda.h>

#include "base/memory.h"

#include <stdatomic.h>

/* A day has parts, by the start: what is known of the least cost of a day is known for each. */
#define IPSO__DAY_PARTS 4

/* Consulting time of one duty with one admission, shrunk to the grid. */
typedef struct ipso__agenda_session {
    int cell;
    int duty;
    int start_min, end_min;
    const unsigned char *admits; /* flag per type; NULL: all */
    int site;                    /* of the duty */
    const int *waste_min;        /* by minutes: those of a stretch so long that no type fits into */
    const int *loss;             /* by minutes: hundredths of a minute expected to be left in it */
} ipso__agenda_session;

/* The slots of one demand on one day of need. */
typedef struct ipso__need {
    int demand, day;
    int kept;                   /* slots not displaced */
    _Atomic int level;          /* up to so many the least points of days hold (bound.c) */
    const int64_t *worths;      /* v_1, v_2 ... of the demand at [1], [2] ... up to all its slots */
    int first_slot, slot_count; /* of state->need_slots */
} ipso__need;

/* An open or held slot of the plan. */
typedef struct ipso__kept {
    int cell;
    int start_min, end_min;
    int type, site;
    int slot;             /* of the plan */
    int need;             /* index, or -1 */
    int64_t worth_points; /* without a need */
    const char *patient;  /* kept for this patient alone; NULL anybody */
    bool acute;
    bool released;
    bool used;  /* by an entry it was kept for */
    int covers; /* entries and blocks that overlap it */
} ipso__kept;

/* When something was made. */
typedef struct ipso__made {
    ipso_date date; /* 0: with the plan */
    int time_min;
} ipso__made;

typedef struct ipso__entry {
    int64_t number;
    int64_t version; /* of the last event about it */
    ipso__made made;
    ipso_entry_state state;
    ipso_ask ask; /* a copy; its texts and windows lie behind the entry */
    int practitioner, day, site;
    int start_min, length_min, travel_min;
    unsigned mode;
    int64_t expires_s, wait;
    unsigned overrides;
    int used;            /* index of the kept time it uses, or -1 */
    const char *plan_id; /* id in the plan; NULL */
    bool was_fixed;      /* a fixed slot of the plan */
    bool any_mode;       /* ... which does not say which modes will do */
    bool fixed;          /* a fixed slot of the plan, not moved since */
    struct ipso__entry *same_patient;
} ipso__entry;

typedef struct ipso__block {
    int64_t number;
    int practitioner;
    int64_t start, end; /* minutes since the midnight of the first day of the horizon */
    ipso__made made;
    bool has_reason;
    char reason[];
} ipso__block;

typedef struct ipso__release {
    int64_t number;
    ipso__made made;
    int site; /* IPSO_ANY all */
    int day, start_min, end_min;
} ipso__release;

typedef struct ipso__wait {
    int64_t number;
    ipso__made made;
    ipso_ask ask;
    int proposals;
    int64_t hold; /* what is proposed now, 0 nothing */
} ipso__wait;

typedef struct ipso__recall {
    int64_t number;
    ipso__made made;
    ipso_ask ask; /* patient, type, class, practitioner */
    ipso_date due;
} ipso__recall;

/* What a number stands for. */
typedef enum ipso__thing_kind {
    IPSO__THING_NONE = 0, /* nothing ever, or what is over */
    IPSO__THING_ENTRY,
    IPSO__THING_BLOCK,
    IPSO__THING_WAIT,
    IPSO__THING_RECALL
} ipso__thing_kind;

typedef struct ipso__thing {
    ipso__thing_kind kind;
    void *thing;
} ipso__thing;

/* The key of an earlier change. */
typedef struct ipso__key {
    struct ipso__key *next;
    ipso_event_kind kind;
    int64_t number;
    char text[];
} ipso__key;

/* A growing array of pointers. */
typedef struct ipso__pointers {
    void **items;
    size_t count, capacity;
} ipso__pointers;

typedef struct ipso__cell {
    int first_work, work_count; /* of the plan's assignments */
    int first_session, session_count;
    int first_kept, kept_count;
    uint64_t *free;         /* words of the bitmap */
    ipso__pointers entries; /* by start */
} ipso__cell;

typedef struct ipso__opening {
    int first, count; /* of state->openings: apart, rising */
} ipso__opening;

typedef struct ipso__state {
    const ipso_plan *plan;
    const ipso_practice *practice;
    const ipso_horizon *horizon;
    const ipso_weights *weights;
    const ipso_booking_rules *rules;
    int people, days, sites, types, classes, grid_min, words;
    ipso__arena arena; /* what the plan gave */

    ipso__cell *cells;
    ipso__agenda_session *sessions;
    int session_count, session_capacity;
    ipso__kept *kept;
    int kept_count;
    ipso__need *needs;
    int need_count;
    int *need_slots;             /* kept times of each need, one need after the other */
    bool *may;                   /* by type, practitioner: of the type's who */
    int *first_length;           /* by type: its first length among all lengths; and the end */
    int lengths;                 /* of all types together */
    double *overrun_min;         /* by length, practitioner, class + 1 */
    int64_t *minute_points;      /* by practitioner: worth of a minute */
    int64_t *spared_points;      /* by practitioner: "unusable" is never further below 0 */
    int64_t *consulting_min;     /* by practitioner */
    int *ext_before, *ext_after; /* by day: extended before and from */
    int *ext_room; /* by site, day: minutes of extended hours that acute need leaves (R) */
    ipso_interval *openings;
    ipso__opening *opening;     /* by site + 1 (0: any) and day, from IPSO__DAYS_BEFORE on */
    ipso__entry **plan_entries; /* [n - 1] is number -n; NULL once cancelled */
    int plan_entry_count;

    /* what events change */
    int64_t seq;
    ipso__thing *things; /* by number */
    size_t thing_capacity;
    ipso__pointers holds, waits, recalls, blocks;
    ipso__release *releases;
    size_t release_count, release_capacity;
    ipso__entry **patients; /* buckets */
    size_t patient_buckets, patient_count;
    ipso__key **keys; /* buckets */
    size_t key_buckets, key_count;
    int *without_own;       /* by practitioner: entries without own practitioner */
    int *ext_used;          /* by site, day: extended minutes of other types */
    int linked_count;       /* entries that follow another */
    _Atomic int64_t *least; /* by cell, length and part of the day: see bound.c */
} ipso__state;

/* The state that a plan begins with. */
ipso_status ipso__state_new(ipso__state **state, const ipso_plan *plan, ipso_error *err);
void ipso__state_free(ipso__state *state);

static inline int ipso__cell_of(const ipso__state *state, int practitioner, int day)
{
    return practitioner * state->days + day;
}

static inline int ipso__entry_end(const ipso__entry *entry)
{
    return entry->start_min + entry->length_min + entry->travel_min;
}

/* Minutes since the midnight of the first day of the horizon. */
static inline int64_t ipso__absolute_min(const ipso__state *state, ipso_date date, int minute)
{
    return ((int64_t)date - state->horizon->first_day) * IPSO_DAY_MIN + minute;
}

static inline bool ipso__session_gives(const ipso__agenda_session *session, int type)
{
    return session->admits == NULL || session->admits[type] != 0;
}

/* Minutes that [a0, a1) and [b0, b1) have in common. */
int ipso__common_min(int a0, int a1, int b0, int b1);

/* Extended minutes of [start, end) on a day. */
int ipso__extended_min(const ipso__state *state, int day, int start_min, int end_min);

/* The modes in which a duty worked by a practitioner can hold a type. */
unsigned ipso__duty_modes(const ipso__state *state, int practitioner, int duty, int type);

/* The first of site, home and teleconsultation among modes; 0 for none. */
unsigned ipso__first_mode(unsigned modes);

/* Whether session is one whose extended hours are in priority for acute need (S6). */
bool ipso__session_extended(const ipso__state *state, const ipso__agenda_session *session);

/* The session of the cell that contains [start, end), or NULL. */
const ipso__agenda_session *ipso__state_session(const ipso__state *state, int cell, int start_min,
                                                int end_min);

/* Opening of a site (IPSO_ANY: any of them) on a day from -IPSO__DAYS_BEFORE on. */
ipso__opening *ipso__state_opening(const ipso__state *state, int site, int day);
#define IPSO__DAYS_BEFORE 31

/* ---- look-ups ---- */

/* What a number stands for; kind NONE when nothing (any more). */
ipso__thing ipso__state_thing(const ipso__state *state, int64_t number);
ipso__entry *ipso__state_entry(const ipso__state *state, int64_t number);
/* First entry of the bucket of a patient: follow same_patient and compare. NULL for no patient. */
ipso__entry *ipso__state_patient(const ipso__state *state, const char *patient);
const ipso__key *ipso__state_key(const ipso__state *state, const char *key);
uint64_t ipso__text_hash(const char *text);

/* ---- parts of the making ---- */

ipso_status ipso__state_make_sessions(ipso__state *state, ipso_error *err);
ipso_status ipso__state_make_waste(ipso__state *state, ipso_error *err);
ipso_status ipso__state_make_kept(ipso__state *state, ipso_error *err);
ipso_status ipso__state_make_openings(ipso__state *state, ipso_error *err);
ipso_status ipso__state_make_extended(ipso__state *state, ipso_error *err);
ipso_status ipso__state_make_entries(ipso__state *state, ipso_error *err);

#endif
