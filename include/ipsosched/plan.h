/* The plan: who works which duty, the slots of every agenda, what could not be placed, and what it
 * all costs.
 *
 * A plan refers to its practice by index and must not outlive it. It is built by one thread;
 * afterwards any number of threads may read it. Pointers read from a plan live as long as it does
 * and are invalidated by adding to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_PLAN_H
#define IPSOSCHED_PLAN_H

#include <ipsosched/practice.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The stages of planning, in their order. */
typedef enum ipso_stage {
    IPSO_STAGE_ROSTER = 0,
    IPSO_STAGE_SLOTS,
    IPSO_STAGE_BOOKINGS,
    IPSO_STAGE_TIMES
} ipso_stage;
#define IPSO_STAGE_COUNT 4

/* What a cost is about, from what weighs most. */
typedef enum ipso_tier {
    IPSO_TIER_LAW = 0, /* law and safety */
    IPSO_TIER_ACUTE,   /* acute need */
    IPSO_TIER_NEED,    /* other need */
    IPSO_TIER_ACCESS,  /* continuity and wait */
    IPSO_TIER_TIME,    /* time per patient */
    IPSO_TIER_WISHES,  /* fairness and wishes */
    IPSO_TIER_STAFF    /* travel and staff cost */
} ipso_tier;
#define IPSO_TIER_COUNT 7

/* Every rule a plan is recounted against; docs/formulation.md states each under its label. */
typedef enum ipso_rule {
    IPSO_RULE_DUTY_CHOICE = 0, /* R1  duties of a day: number, overlap, split gap, one site */
    IPSO_RULE_AVAILABILITY,    /* R2  no duty on leave or outside availability */
    IPSO_RULE_OPENING,       /* R2  no duty on another day than its own or while the site is shut */
    IPSO_RULE_QUALIFICATION, /* R2  who may work the duty, and at its site */
    IPSO_RULE_PIN,           /* R3  pinned and forbidden duties */
    IPSO_RULE_REST,          /* R4  rest between duties of different days */
    IPSO_RULE_SUCCESSION,    /* R5  forbidden successions of kinds */
    IPSO_RULE_COVER,         /* R6  heads in a window */
    IPSO_RULE_WEEK_MINUTES,  /* R7  working minutes per week */
    IPSO_RULE_HORIZON_MINUTES, /* R8  working minutes over the horizon */
    IPSO_RULE_WEEK_DAYS,       /* R9  days worked per week */
    IPSO_RULE_RUN_DAYS,        /* R10 consecutive days worked */
    IPSO_RULE_RUN_OFF_DAYS,    /* R11 consecutive days off */
    IPSO_RULE_WEEKENDS,        /* R12 weekends worked */
    IPSO_RULE_KIND_LIMIT,      /* R13 duties of a kind */
    IPSO_RULE_WISH,            /* R14 wishes for and against */
    IPSO_RULE_ROOMS,           /* R15 rooms of a site */
    IPSO_RULE_ATTENDANCE,      /* R16 protected time attended */
    IPSO_RULE_SUPERVISION,     /* R17 a trainee only where a supervisor is */
    IPSO_RULE_FAIR_TURNS,      /* R18 fair turns */
    IPSO_RULE_SITE_CHANGE,     /* R19 changes of site */
    IPSO_RULE_SITE_PREFERENCE, /* R20 price of a practitioner's site */
    IPSO_RULE_STAFFING,        /* R21 expected need left without consulting time */
    IPSO_RULE_DUTY_HOURS,      /* R22 hours on duty */
    IPSO_RULE_FIXED_DUTY,      /* R23 a fixed appointment lies in consulting time of a duty */
    IPSO_RULE_ACTIVATION,      /* R24 who works at all */
    IPSO_RULE_SITE_GROUPS,     /* R25 groups of sites worked in over the horizon */
    IPSO_RULE_SLOT_FIT,       /* S1  slots in consulting time, apart, of a kind that may be given */
    IPSO_RULE_ACUTE_RESERVE,  /* S2  forecast acute need expected to go unmet */
    IPSO_RULE_FORECAST_NEED,  /* S3  other forecast need expected to go unmet */
    IPSO_RULE_FORECAST_WAIT,  /* S4  days a forecast need waits for its slot */
    IPSO_RULE_SLOT_LENGTH,    /* S5  expected overrun of open slots */
    IPSO_RULE_EXTENDED,       /* S6  extended hours in priority for acute need */
    IPSO_RULE_TARGET,         /* S7  slots asked for per practitioner and week */
    IPSO_RULE_REQUEST_FIT,    /* B1  a request in its windows, practitioner, type, mode, site */
    IPSO_RULE_UNPLACED_ACUTE, /* B2  acute requests not placed */
    IPSO_RULE_UNPLACED,       /* B2  other requests not placed */
    IPSO_RULE_PATIENT_TWICE,  /* B3  one patient in two places at once */
    IPSO_RULE_LINK,           /* B4  order and gaps of linked requests */
    IPSO_RULE_FIXED_KEPT,     /* B5  fixed appointments stay */
    IPSO_RULE_CONTINUITY,     /* B6  not with the own practitioner */
    IPSO_RULE_WAIT,           /* B7  days a request waits */
    IPSO_RULE_MODALITY,       /* B8  teleconsultation instead of a visit */
    IPSO_RULE_REQUEST_LENGTH, /* B9  expected overrun of booked slots */
    IPSO_RULE_DIRECT_WAIT,    /* T1  expected minutes that patients wait within a session */
    IPSO_RULE_IDLE,           /* T2  expected minutes without a patient within a session */
    IPSO_RULE_OVERTIME        /* T3  expected minutes of work after the end of a session */
} ipso_rule;
#define IPSO_RULE_COUNT 47

/* Kebab-case name ("week-minutes"), label ("R7"), tier and stage of a rule. Never NULL in range. */
IPSO_API const char *ipso_rule_name(ipso_rule rule);
IPSO_API const char *ipso_rule_label(ipso_rule rule);
IPSO_API ipso_tier ipso_rule_tier(ipso_rule rule);
IPSO_API ipso_stage ipso_rule_stage(ipso_rule rule);
IPSO_API const char *ipso_tier_name(ipso_tier tier);    /* "acute need" */
IPSO_API const char *ipso_stage_name(ipso_stage stage); /* "roster" */

/* A practitioner works a duty on a day of the horizon (0-based). */
typedef struct ipso_assignment {
    int practitioner, day, duty;
} ipso_assignment;

typedef enum ipso_slot_use {
    IPSO_SLOT_OPEN = 0, /* kept for forecast demand (demand >= 0) or a target (demand IPSO_ANY) */
    IPSO_SLOT_HELD,     /* kept for known requests, before the bookings stage */
    IPSO_SLOT_BOOKED,   /* a request is placed here */
    IPSO_SLOT_FIXED     /* a fixed appointment */
} ipso_slot_use;

/* A piece of a practitioner's agenda. It occupies [start, start + length + travel). */
typedef struct ipso_slot {
    int practitioner, day;
    int site; /* IPSO_ANY remote */
    int start_min;
    int length_min; /* of the appointment itself */
    int travel_min; /* further minutes of a home visit, else 0 */
    int type;
    unsigned mode; /* one of IPSO_MODE_* */
    ipso_slot_use use;
    int demand;     /* OPEN: index of the demand it serves, or IPSO_ANY for a target */
    int demand_day; /* OPEN with a demand: the day of the horizon whose need it serves */
    int request; /* BOOKED: index of the request; HELD: of that in mind, or IPSO_ANY; else IPSO_ANY
                  */
    int fixed;   /* FIXED: index of the fixed appointment, else IPSO_ANY */
} ipso_slot;

/* Why a request has no place. */
typedef enum ipso_unplaced_reason {
    IPSO_UNPLACED_NO_DUTY = 0, /* nobody who may give it consults in its windows */
    IPSO_UNPLACED_FULL,        /* every such minute is taken by what is worth more */
    IPSO_UNPLACED_PRICE,       /* there is room, but placing it costs more than leaving it */
    IPSO_UNPLACED_LINK,        /* the request it must follow has no place, or no gap fits */
    IPSO_UNPLACED_PATIENT,     /* the patient is elsewhere at each possible time */
    IPSO_UNPLACED_SEARCH       /* the search stopped before it found the place there may be */
} ipso_unplaced_reason;

typedef struct ipso_unplaced {
    int request;
    ipso_unplaced_reason reason;
} ipso_unplaced;

/* What a stage did. Its cost and bound are those of the stage's own program, given what the stages
 * before it fixed: a bound says nothing about other rosters than the one chosen. */
typedef struct ipso_stage_report {
    bool ran;
    ipso_outcome outcome;
    ipso_stop stop;
    int64_t cost;          /* points */
    int64_t bound;         /* proven lower bound on that cost */
    double gap;            /* (cost - bound) / max(1, |cost|) */
    int64_t work;          /* deterministic units, see ipso_settings.work_limit */
    int64_t rows, columns; /* of the stage's integer program */
} ipso_stage_report;

/* What is known of roster, slots and bookings together. Its cost is that of the rules of these
 * three stages in the plan; its bound is proven for every roster, with whatever slots in its bands
 * and bookings, so that it says how far from the best a plan can be where a stage's own cannot. */
typedef struct ipso_joint_report {
    bool ran;
    int64_t cost;  /* points */
    int64_t bound; /* proven lower bound on that cost */
    double gap;    /* (cost - bound) / max(1, |cost|) */
    int64_t work;  /* deterministic units, see ipso_settings.work_limit */
} ipso_joint_report;

/* Cost of one rule over the whole plan. */
typedef struct ipso_rule_cost {
    int64_t units; /* how often or how much, in the rule's unit (minutes, heads, days ...) */
    int64_t points;
} ipso_rule_cost;

/* The measures practices look at; shares in [0,1], minutes in minutes, NaN where undefined. */
typedef struct ipso_measures {
    int64_t duty_min;       /* minutes on duty, breaks not counted */
    int64_t consulting_min; /* of them open for appointments */
    int64_t offered_min;    /* minutes of all slots, travel included */
    int64_t booked_min;     /* of them booked or fixed */
    double booked_fill;     /* booked_min / offered_min */
    double offered_share;   /* offered_min / consulting_min */
    int slots, booked, open_acute, open_other;
    int requests, placed;
    double own_practitioner_share;  /* placed requests with an own practitioner that see them */
    double wait_days_mean;          /* of placed requests */
    double acute_expected;          /* forecast acute patients, expected */
    double acute_met_share;         /* of them, expected to find a slot */
    double extended_acute_share;    /* slot minutes in extended hours that are acute */
    double minutes_per_patient;     /* mean planned length over all slots, travel not counted */
    double overrun_min_per_patient; /* mean expected overrun over all slots */
    double idle_min_share;          /* consulting minutes in no slot / consulting_min */
    /* Expected values of sessions with slots, as the times rules of docs/formulation.md say; open
     * slots are taken as used. */
    double direct_wait_min;       /* a patient who comes waits so long after the start, mean */
    double idle_min;              /* without a patient before the last of the session, all added */
    double overtime_min;          /* of work after the end of the session, all added */
    double session_late_mean_min; /* expected end of work less the end of the session, mean ... */
    double session_late_max_min;  /* ... and of the latest session; below 0: before its end */
} ipso_measures;

typedef struct ipso_plan ipso_plan;

/* An empty plan of a validated practice, which must outlive it. */
IPSO_API ipso_status ipso_plan_new(ipso_plan **plan, const ipso_practice *practice,
                                   ipso_error *err);
IPSO_API void ipso_plan_free(ipso_plan *plan);

/* Adders check index ranges alone (IPSO_INPUT); whether the plan keeps the rules is ipso_check's to
 * say. Assignments and slots are kept in the order practitioner, day, start, and so are read. */
IPSO_API ipso_status ipso_plan_add_assignment(ipso_plan *plan, const ipso_assignment *assignment,
                                              ipso_error *err);
IPSO_API void ipso_slot_init(ipso_slot *slot);
IPSO_API ipso_status ipso_plan_add_slot(ipso_plan *plan, const ipso_slot *slot, ipso_error *err);
IPSO_API ipso_status ipso_plan_add_unplaced(ipso_plan *plan, const ipso_unplaced *unplaced,
                                            ipso_error *err);
IPSO_API ipso_status ipso_plan_set_stage(ipso_plan *plan, ipso_stage stage,
                                         const ipso_stage_report *report, ipso_error *err);
IPSO_API void ipso_plan_set_joint(ipso_plan *plan, const ipso_joint_report *report);

IPSO_API const ipso_practice *ipso_plan_practice(const ipso_plan *plan);
IPSO_API int ipso_plan_assignment_count(const ipso_plan *plan);
IPSO_API const ipso_assignment *ipso_plan_assignment(const ipso_plan *plan, int index);
IPSO_API int ipso_plan_slot_count(const ipso_plan *plan);
IPSO_API const ipso_slot *ipso_plan_slot(const ipso_plan *plan, int index);
IPSO_API int ipso_plan_unplaced_count(const ipso_plan *plan);
IPSO_API const ipso_unplaced *ipso_plan_unplaced(const ipso_plan *plan, int index);
IPSO_API const char *ipso_unplaced_text(ipso_unplaced_reason reason);
IPSO_API const ipso_stage_report *ipso_plan_stage(const ipso_plan *plan, ipso_stage stage);
IPSO_API const ipso_joint_report *ipso_plan_joint(const ipso_plan *plan);

/* The last stage that ran, or -1. Rules of later stages are not counted against the plan. */
IPSO_API int ipso_plan_last_stage(const ipso_plan *plan);

#ifdef __cplusplus
}
#endif
#endif
