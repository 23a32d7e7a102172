/* The lists of the reference agenda, shared by its files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_AGENDA_REFERENCE_PARTS_H
#define TESTS_AGENDA_REFERENCE_PARTS_H

#include "reference.h"

enum { REFERENCE_ROOM = 4096, TEXT_ROOM = 64, WINDOW_ROOM = 4 };

/* [start, end) of a practitioner's day, of one duty, for all types or for those flagged. */
typedef struct session {
    int practitioner, day, duty;
    int start, end;
    bool all;
    bool admits[32];
    int loss[IPSO_DAY_MIN + 1]; /* hundredths of a minute expected to be left of so many minutes */
} session;

typedef struct kept_time {
    int practitioner, day, start, end;
    int type, site;
    int demand, demand_day; /* IPSO_ANY: none */
    bool held;
    int request; /* IPSO_ANY: none */
    int used_by; /* index of the entry, -1 none */
} kept_time;

/* What was asked, with its own copies. */
typedef struct asked {
    ipso_ask ask;
    char patient[TEXT_ROOM];
    ipso_window windows[WINDOW_ROOM];
} asked;

typedef struct entry {
    bool lives;
    int64_t number;
    ipso_entry_state state;
    asked asked;
    int practitioner, site;
    ipso_date date;
    int start, length, travel;
    unsigned mode;
    int64_t wait, expires;
    unsigned overrides;
    bool fixed;
} entry;

typedef struct block {
    bool lives;
    int64_t number;
    int practitioner;
    int64_t start, end; /* minutes since 1970 */
} block;

typedef struct release {
    int site;
    ipso_date date;
    int start, end;
} release;

typedef struct wait {
    bool lives;
    int64_t number;
    asked asked;
    int proposals;
    int64_t hold; /* 0: nothing is proposed now */
} wait;

typedef struct recall {
    bool lives;
    int64_t number;
    char patient[TEXT_ROOM];
    int type, patient_class, practitioner;
    ipso_date due;
} recall;

typedef struct key {
    char text[TEXT_ROOM];
    ipso_event_kind kind;
    int64_t number;
} key;

struct reference {
    const ipso_plan *plan;
    const ipso_practice *practice;
    ipso_date first_day;
    int days, grid;
    int *duty_at;         /* by practitioner, day and minute; -1 none */
    int open_days, *open; /* open minutes before each minute, by site */
    session *sessions;
    int session_count;
    kept_time *kept;
    int kept_count;
    entry *entries;
    int entry_count;
    block *blocks;
    int block_count;
    release *releases;
    int release_count;
    wait *waits;
    int wait_count;
    recall *recalls;
    int recall_count;
    key *keys;
    int key_count;
    int64_t seq;
    ipso_why_code refused; /* why the last start was not taken, for messages */
    ipso_offer *offers;
    bool *holes; /* which of them leave one, as they are found */
    ipso_entry *listed;
};

/* ---- facts (reference.c) ---- */

/* Minutes since 1970 of a date and minute. */
int64_t minute_of(ipso_date date, int minute);
/* The duty that the practitioner is in at that minute, or -1. */
int duty_at(const reference *r, int practitioner, int day, int minute);
/* Modes that an appointment of the type can have in a duty of the practitioner. */
unsigned modes_of_duty(const reference *r, int practitioner, int duty, int type);
/* The session of the duty that contains [start, end) and admits the type, or NULL. */
const session *session_of(const reference *r, int practitioner, int day, int duty, int type,
                          int start, int end);
/* Open minutes before a minute since 1970, of a site (IPSO_ANY: of any). */
int64_t open_before(const reference *r, int site, int64_t minute);
/* Whether an entry (but for one, -1 none) or a block touches a minute range of a day. */
bool is_touched(const reference *r, int practitioner, int day, int start, int end, int but);
bool is_covered(const reference *r, const kept_time *kept, int but);
bool is_extended(const reference *r, int day, int minute);
/* Extended minutes of [start, end) that other types take from acute need there. */
int extended_taken(const reference *r, int practitioner, int day, int type, int start, int end);
/* R of a site and day. */
int64_t extended_left(const reference *r, int site, int day);

/* ---- starts (reference_starts.c) ---- */

/* What is asked of a start. */
typedef struct question {
    const ipso_ask *ask;
    const ipso_stamp *now;
    int but;       /* entry not in the way: the one that moves; -1 none */
    bool moving;   /* no windows, any practitioner and site */
    unsigned mode; /* of the place, 0 any */
    int length;    /* of the place, 0 any */
} question;

/* A start judged: code OFFERED when it may be booked, and then its best offer. */
typedef struct judged {
    ipso_why_code code;
    ipso_offer offer;
} judged;

/* Fills the losses of a session. */
void expect_losses(const reference *r, session *s);
judged judge(const reference *r, const question *q, int practitioner, ipso_date date, int start);
/* The code of one length; broken (NULL allowed) gathers every overridable rule broken, and the code
 * is then that of the first other one. */
ipso_why_code judge_length(const reference *r, const question *q, int practitioner, ipso_date date,
                           int start, int length, unsigned *broken);
/* The mode that an appointment there would have; 0 none. */
unsigned mode_there(const reference *r, const question *q, int practitioner, int duty);
unsigned modes_accepted(const reference *r, const question *q);
/* The kept time that a new entry there would use, -1 none. */
int kept_for(const reference *r, int type, const char *patient, int practitioner, int day,
             int start, int end, int but);

#endif
