/* The roster: what may be worked and what it is worth, and the integer program of it. Internal.
 *
 * An ipso__roster holds what the roster rules say of a practice in flat arrays: the options (a
 * practitioner may work a duty on a day) and the lines (things counted over options of several
 * practitioners: heads of a cover rule, rooms of a site, consulting minutes against expected need).
 * An ipso__roster_program states all rules R1 to R25 of docs/formulation.md as an integer program:
 * column j below option_count is option j. Both are read-only once made, from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_ROSTER_H
#define IPSO_MODEL_ROSTER_H

#include <ipsosched/plan.h>

#include "base/memory.h"
#include "program/program.h"

/* Why a pair may not be worked (R2), as bits. Only a roster made to explain has such options. */
enum {
    IPSO__BAR_DAY = 1 << 0,          /* the duty is not worked on this day */
    IPSO__BAR_CLOSED = 1 << 1,       /* its site is not open throughout */
    IPSO__BAR_WHO = 1 << 2,          /* the practitioner is none of the duty's */
    IPSO__BAR_SITE = 1 << 3,         /* or does not work at its site */
    IPSO__BAR_TELE = 1 << 4,         /* or does not consult remotely */
    IPSO__BAR_LEAVE = 1 << 5,        /* or is on leave */
    IPSO__BAR_AVAILABILITY = 1 << 6, /* or is not available throughout */
    IPSO__BAR_COUNT = 7
};

typedef struct ipso__roster_option {
    int practitioner, day, duty;
    int site, kind; /* of the duty; kinds are numbered, equal text equal number */
    int last_site;  /* the site, or IPSO_ANY where one's last site stays as it was (R19, R24) */
    int start_min, end_min;
    int work_min;       /* end - start less breaks */
    int consulting_min; /* minutes of its sessions */
    int64_t points;     /* R20 and R22 of this duty alone */
    bool forbidden;     /* by a pin */
    unsigned bars;      /* IPSO__BAR_*: 0 when it may be worked */
} ipso__roster_option;

typedef struct ipso__line_term {
    int option, units;
} ipso__line_term;

/* Units counted over chosen options: below lower and above upper each unit is priced. */
typedef struct ipso__roster_line {
    ipso_rule rule;     /* COVER, ROOMS or STAFFING */
    int source;         /* cover rule, site or appointment type */
    int site;           /* STAFFING: the site, or IPSO_ANY for all together */
    int day, start_min; /* start_min: ROOMS, first minute of the piece */
    int64_t lower, upper;
    int64_t short_points, over_points; /* per unit, or IPSO_HARD; 0 off */
    int first_term, term_count;
} ipso__roster_line;

typedef struct ipso__roster {
    const ipso_practice *practice;
    int people, days, weeks, kinds;
    bool explaining;                    /* barred options are there too */
    const char (*date)[IPSO_DATE_SIZE]; /* one per day */
    const int *week_of;                 /* one per day */
    const int *week_start;              /* first day of each week, and days at the end */
    const unsigned char *leave;         /* [practitioner * days + day] */
    const char *const *kind_name;
    const ipso__roster_option *options; /* by practitioner, day, duty */
    int option_count;
    const int *first; /* [practitioner * days + day], and option_count at the end */
    const ipso__roster_line *lines;
    int line_count;
    const ipso__line_term *line_terms;
    const int *option_first_line;        /* per option, into option_lines; and the end */
    const ipso__line_term *option_lines; /* the option field holds the line */
    ipso__arena arena;
} ipso__roster;

/* Reads practice, which must outlive the roster. explaining: pairs that may not be worked become
 * options too, with their bars, all of them in a small practice and else those that a pin or a
 * fixed appointment asks for. */
ipso_status ipso__roster_new(ipso__roster **roster, const ipso_practice *practice, bool explaining,
                             ipso_error *err);
void ipso__roster_free(ipso__roster *roster);

/* Takes points, one number per option, off what each option costs by itself. Before a program is
 * made of the roster. */
void ipso__roster_credit(ipso__roster *roster, const int64_t *points);

/* The option of that practitioner, day and duty, or -1. */
int ipso__roster_find(const ipso__roster *roster, int practitioner, int day, int duty);

/* Number of a kind, or -1 when no duty is of it (or kind is NULL). */
int ipso__roster_kind(const ipso__roster *roster, const char *kind);

/* Whether a duty worked as option o on its day counts as a turn of the fair rule (R18). */
bool ipso__roster_is_turn(const ipso__roster *roster, const ipso_fair *fair, int option);

/* Whether option o holds the fixed appointment (R23). */
ipso_status ipso__roster_holds_fixed(const ipso__roster *roster, int option, int fixed, bool *holds,
                                     ipso_error *err);

/* Whether option o spans the window of a protected time, at its site if it names one (R16). */
bool ipso__roster_attends(const ipso__roster *roster, const ipso_protected *time, int option);

/* Whether option o is a duty that the wish speaks of (R14). */
bool ipso__roster_fits_wish(const ipso__roster *roster, const ipso_wish *wish, int option);

/* The last site that history knows (R19, R24), IPSO_ANY when unknown or common. */
int ipso__roster_known_site(const ipso_practice *practice, int p);

/* What being last at the site costs p, who works at all (R24). */
int64_t ipso__roster_activation_points(const ipso_practice *practice, int p, int site);

/* Group of a site (R25): sites of equal text have equal numbers, that of the first of them; -1
 * none, as for IPSO_ANY. */
int ipso__roster_site_group(const ipso_practice *practice, int site);

/* Fair shares of one rule (R18), reduced by their common divisor. */
typedef struct ipso__fair_shares {
    int64_t *share;    /* a[p], 0 for those outside who */
    int64_t *history;  /* H[p] */
    int64_t share_sum; /* A; 0 when nobody takes part */
    int64_t history_sum;
} ipso__fair_shares;

/* Arrays live in arena. IPSO_NOMEM. */
ipso_status ipso__roster_fair_shares(ipso__fair_shares *shares, const ipso__roster *roster,
                                     int fair, ipso__arena *arena);

/* Limits of a week or the horizon as they apply (R7, R8, R9): the minimum scaled by leave. */
int64_t ipso__roster_week_min(const ipso__roster *roster, int p, int week, int minimum,
                              int history);
int64_t ipso__roster_horizon_min(const ipso__roster *roster, int p, int minimum);
/* Whether history counts in the first week: the horizon does not start on a Monday. */
bool ipso__roster_week_has_history(const ipso__roster *roster, int week);

/* ---- the program ---- */

/* A rule of the practice, as named to people when it cannot be kept. */
typedef struct ipso__roster_group {
    const char *where, *text;
} ipso__roster_group;

typedef enum ipso__column_use {
    IPSO__COLUMN_DUTY = 0,
    IPSO__COLUMN_ANY,   /* 1 when one of its list of columns is */
    IPSO__COLUMN_ALL,   /* 1 when all of its list of columns are */
    IPSO__COLUMN_SUM,   /* the sum of its list of columns */
    IPSO__COLUMN_LAST,  /* R19: the site of the last worked day */
    IPSO__COLUMN_CAP,   /* R18: which of two bounds applies */
    IPSO__COLUMN_SLACK, /* the least value that the rows allow */
    IPSO__COLUMN_NOBODY /* always 0 */
} ipso__column_use;

typedef struct ipso__column_role {
    ipso__column_use use;
    int cell;            /* LAST: practitioner * days + day, else -1 */
    size_t first, count; /* list: of ANY and SUM; LAST: the duties at the site; CAP: the over, turns
                            and total columns */
    int previous;        /* LAST: the column of the day before, or -1; CAP: its row */
    bool previous_worked; /* LAST without a column of the day before: the value of that */
} ipso__column_role;

typedef struct ipso__roster_program {
    const ipso__roster *roster;
    ipso__program *program;
    ipso__column_role *roles; /* one per column */
    int *list;                /* of the roles */
    int *row_group;           /* one per row, -1 a definition; NULL unless explaining */
    ipso__roster_group *groups;
    int group_count;
    size_t role_capacity, list_count, list_capacity, row_group_capacity, group_capacity;
    ipso__arena arena;
} ipso__roster_program;

/* The whole program. Of a roster made to explain: the hard rules alone, at no cost, each row with
 * its group. */
ipso_status ipso__roster_program_new(ipso__roster_program **program, const ipso__roster *roster,
                                     ipso_error *err);
void ipso__roster_program_free(ipso__roster_program *program);

/* The point of a roster: chosen[o] says whether option o is worked; x has room for every column and
 * gets for each further column its cheapest consistent value. A roster that breaks a hard rule
 * gives a point that the program does not hold. Not of a roster made to explain. */
void ipso__roster_encode(const ipso__roster_program *program, const bool *chosen, double *x);

/* The value of a column that the duties in x decide, columns before it set: 0 for a slack. */
double ipso__roster_column_value(const ipso__roster_program *program, int column, const double *x);

/* The options chosen in a point. */
void ipso__roster_decode(const ipso__roster_program *program, const double *x, bool *chosen);

/* Whether the roster keeps every hard rule, and its cost. IPSO_NOMEM. */
ipso_status ipso__roster_value(const ipso__roster_program *program, const bool *chosen, bool *keeps,
                               int64_t *cost, ipso_error *err);

/* A smaller program in which only the duties of some practitioners and days are free: columns and
 * rows that the rest decides are left out. */
typedef struct ipso__roster_part {
    ipso__program *program;
    int *column;   /* of the whole program, for each column of the part */
    double *start; /* the values of x in the part's columns */
} ipso__roster_part;

/* is_free[practitioner * days + day]; x is a point that the whole program holds. The part is empty
 * (program without columns) when nothing is free. IPSO_NOMEM. */
ipso_status ipso__roster_part_make(ipso__roster_part *part, const ipso__roster_program *whole,
                                   const bool *is_free, const double *x, ipso_error *err);
void ipso__roster_part_finish(ipso__roster_part *part);

#endif
