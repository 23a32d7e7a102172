/* Sessions: when the appointments of one working session start, and what that means in waits, idle
 * time and overtime.
 *
 * A session is one practitioner who sees patients one after the other in a fixed order. Patient k
 * has a start time; service times are random and independent. Nobody is called before the start
 * time or before arriving; who comes late is waited for (nobody of later turn is called first); who
 * does not come takes no time. This module values given start times exactly, simulates them, and
 * searches for the best. It knows nothing of practices and can be used alone.
 *
 * Two ways of valuing are exact, each in its setting (docs/session.md gives the mathematics):
 *   IPSO_SESSION_GRID    every time is a multiple of grid_min; every law is put on the grid so that
 *                        its mean and its expected excess over every grid point stay what they are
 *   IPSO_SESSION_PHASES  times are continuous; every law is exponential, Erlang or a mixture of
 * these
 *
 * A session handle is made by one thread and never changes; any number of threads may value,
 * simulate and optimise it at once. All times are minutes from the planned start of the session.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_SESSION_H
#define IPSOSCHED_SESSION_H

#include <ipsosched/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- laws ---- */

typedef enum ipso_service_kind {
    IPSO_SERVICE_FIXED = 0,   /* always mean_min, which may be 0 */
    IPSO_SERVICE_EXPONENTIAL, /* mean_min */
    IPSO_SERVICE_ERLANG,      /* the sum of `phases` exponentials; mean_min of the sum */
    IPSO_SERVICE_GAMMA,       /* mean_min, cv */
    IPSO_SERVICE_LOGNORMAL,   /* mean_min, cv */
    IPSO_SERVICE_WEIBULL,     /* mean_min, cv */
    IPSO_SERVICE_EMPIRICAL,   /* minutes[i] with probability shares[i] */
    IPSO_SERVICE_MIXTURE      /* law parts[i] with probability shares[i] */
} ipso_service_kind;

/* A law of minutes, 0 or more: of a service, of lateness, of a walk-in. */
typedef struct ipso_service {
    ipso_service_kind kind;
    double mean_min;       /* 0..1440, above 0 but for FIXED; not of EMPIRICAL and MIXTURE */
    double cv;             /* standard deviation / mean: 0.01..5, Weibull 0.05..5 */
    int phases;            /* Erlang: 1..1000 */
    const double *minutes; /* EMPIRICAL: each 0..1440 */
    const double *shares;  /* EMPIRICAL and MIXTURE: each 0..1, sum 1 within 1e-9 */
    const struct ipso_service *parts; /* MIXTURE: laws that are no mixtures */
    size_t count;                     /* EMPIRICAL and MIXTURE: 1..100000 */
} ipso_service;

/* The law that is always 0 minutes. */
IPSO_API void ipso_service_init(ipso_service *service);

/* IPSO_OK, or IPSO_INPUT with what is wrong with the law ("/shares/3"). */
IPSO_API ipso_status ipso_service_check(const ipso_service *service, ipso_error *err);

/* Of a law that passes ipso_service_check: E[S], the standard deviation, E[(S - x)+], P(S > x). */
IPSO_API double ipso_service_mean_min(const ipso_service *service);
IPSO_API double ipso_service_deviation_min(const ipso_service *service);
IPSO_API double ipso_service_excess_min(const ipso_service *service, double x_min);
IPSO_API double ipso_service_tail(const ipso_service *service, double x_min);

/* A law of the given kind (GAMMA, LOGNORMAL or WEIBULL) with mean and standard deviation of the
 * durations, by moments (the deviation with count - 1); FIXED when they are all equal. IPSO_INPUT
 * when there are fewer than two, or one is not a number of 0..1440. */
IPSO_API ipso_status ipso_service_fit(ipso_service *service, ipso_service_kind kind,
                                      const double *minutes, size_t count, ipso_error *err);

/* A law of phases with that mean and cv, so that IPSO_SESSION_PHASES can take it: for cv < 1 a
 * mixture of two Erlang laws of k - 1 and k phases, for cv > 1 of two exponentials of balanced
 * means, as Tijms (1994, Stochastic Models: An Algorithmic Approach, appendix B) gives them. parts
 * and shares are the caller's room for the mixture. cv from 0.05 (400 phases) to 5. */
IPSO_API ipso_status ipso_service_fit_phases(ipso_service *service, ipso_service parts[2],
                                             double shares[2], double mean_min, double cv,
                                             ipso_error *err);

/* ---- the session ---- */

typedef enum ipso_session_time { IPSO_SESSION_GRID = 0, IPSO_SESSION_PHASES } ipso_session_time;

/* Whose waits count in the cost: of those who come, or of all who are booked, an absent one with
 * the wait he would have had. */
typedef enum ipso_session_waits { IPSO_WAITS_ATTENDING = 0, IPSO_WAITS_BOOKED } ipso_session_waits;

/* Until when idle time counts in the cost, and from when overtime does: the planned end of the
 * session, or the last start time; or idle time until the last start, overtime after the planned
 * end (GRID only): time left over at the end of a session is not idle. */
typedef enum ipso_session_horizon {
    IPSO_HORIZON_PLANNED = 0,
    IPSO_HORIZON_LAST,
    IPSO_HORIZON_MIXED
} ipso_session_horizon;

typedef struct ipso_session_patient {
    ipso_service service;
    double no_show; /* 0..1: does not come, without a word */
    double cancel;  /* 0..1: cancels too late for the time to be given to another; no_show + cancel
                       at most 1. Neither takes time; only no-shows are counted as such. */
    ipso_service late;  /* minutes after the start time that the patient arrives; default 0. Who is
                           early waits of his own will: it is no wait. */
    double wait_weight; /* of this patient's wait, 0..1e6, default 1 */
    double earliest_min,
        latest_min;   /* the search keeps the start time within; default 0, INFINITY */
    double apart_min; /* the search keeps the next start time at least so many minutes after this
                         one's: the length of a slot; 0..1440, default 0 */
    double reward; /* cost saved when the patient is seen, 0..1e6; only ipso_session_overbook looks
                      at it */
} ipso_session_patient;

/* A pause that begins at start_min or, when those of earlier start times are not all seen by then,
 * after them; patients of that start time or a later one are seen after it. */
typedef struct ipso_session_break {
    double start_min, length_min;
} ipso_session_break;

typedef struct ipso_session_model {
    ipso_session_time time;
    double grid_min;   /* GRID: > 0, default 1; start times, breaks and length_min are multiples */
    double length_min; /* the planned end, > 0, at most 1440 */
    const ipso_session_patient *patients;
    int patient_count;                /* 1..1440 */
    const ipso_session_break *breaks; /* by start, not overlapping; GRID only */
    int break_count;
    ipso_service delay;       /* of the practitioner at the start; default 0 */
    double walk_ins_per_hour; /* emergencies, a Poisson process from 0 to walk_in_until_min, on the
                                 grid at the begin of their cell. Each is seen before the next
                                 patient is called, and work ends not before walk_in_until_min.
                                 0..60, GRID only */
    ipso_service walk_in;     /* their service */
    double walk_in_until_min; /* default INFINITY: the planned end */
    double wait_limit_min;    /* the limit of late_share; default 15 */
    double wait_weight, idle_weight, overtime_weight; /* cost of a minute, 0..1e6, default 1 */
    ipso_session_waits waits;
    ipso_session_horizon horizon;
} ipso_session_model;

IPSO_API void ipso_session_patient_init(ipso_session_patient *patient);
IPSO_API void ipso_session_model_init(ipso_session_model *model);

typedef struct ipso_session ipso_session;

/* Checks the model, copies it and prepares its laws. IPSO_INPUT names what is wrong by a pointer
 * ("/patients/2/service/shares"): a law that is none, a time off the grid, a law that the chosen
 * time cannot take, more than 100000 grid cells. */
IPSO_API ipso_status ipso_session_new(ipso_session **session, const ipso_session_model *model,
                                      ipso_error *err);
IPSO_API void ipso_session_free(ipso_session *session);
IPSO_API int ipso_session_patient_count(const ipso_session *session);

/* ---- value ---- */

/* Start times: the patient order[k] of the model is the k-th to be seen, from start_min[k] on;
 * start times do not fall. order NULL: as in the model. count patients of the model, each at most
 * once; those left out are not booked. */
typedef struct ipso_session_times {
    int count;
    const int *order;
    const double *start_min;
} ipso_session_times;

/* Expected minutes. */
typedef struct ipso_session_measures {
    double cost;         /* wait_weight x weighted waits + idle_weight x idle + overtime_weight x
                            overtime, as waits and horizon of the model say */
    double wait;         /* the waits of all who come, added up; not weighted */
    double wait_booked;  /* the same of all booked, absent ones with the wait they would have had */
    double attending;    /* expected patients who come */
    double busy;         /* consulting, walk-ins included */
    double idle;         /* neither consulting, nor at a break, nor delayed, up to the later of the
                            planned end and the end of work */
    double overtime;     /* of work and breaks after the planned end */
    double idle_to_last; /* idle before the later of last start time and end of work;
                            NAN with walk-ins */
    double overtime_after_last; /* of work after the last start time, or the whole of it begun */
    double end;                 /* when all work is done */
} ipso_session_measures;

typedef struct ipso_session_value {
    ipso_session_measures measures;
    int count;          /* patients, in the order they are seen */
    double *wait;       /* expected wait of each who comes */
    double *late_share; /* P(wait > wait_limit_min) of each who comes */
    int end_count;      /* the law of the end of work: */
    double *end_min;    /* at times end_min[i], rising; GRID: the support, PHASES: every minute */
    double *end_share;  /* P(end <= end_min[i]) */
} ipso_session_value;

/* Values start times exactly. IPSO_INPUT when they fall, leave 0..1440, are off the grid, or order
 * names no patient or one twice. IPSO_NOMEM. */
IPSO_API ipso_status ipso_session_evaluate(ipso_session_value *value, const ipso_session *session,
                                           const ipso_session_times *times, ipso_error *err);
/* Frees the arrays; a zeroed value is allowed. */
IPSO_API void ipso_session_value_finish(ipso_session_value *value);

/* The measures alone. */
IPSO_API ipso_status ipso_session_measure(ipso_session_measures *measures,
                                          const ipso_session *session,
                                          const ipso_session_times *times, ipso_error *err);

/* ---- simulation ---- */

typedef struct ipso_session_sample {
    int64_t sessions;
    ipso_session_measures mean, error; /* means over the sessions, and their standard errors */
    int count;
    double *wait, *wait_error; /* of each patient in the order seen, were he to come */
} ipso_session_sample;

/* Runs so many sessions (2..1e9) with random services, lateness, absences and walk-ins of the laws
 * themselves, not of their forms on the grid. Session i of a seed draws the same for every patient
 * whatever the start times, so that two of them compare well. The random numbers are the same on
 * every machine. IPSO_INPUT as for ipso_session_evaluate. */
IPSO_API ipso_status ipso_session_simulate(ipso_session_sample *sample, const ipso_session *session,
                                           const ipso_session_times *times, int64_t sessions,
                                           uint64_t seed, ipso_error *err);
/* Frees the arrays; a zeroed sample is allowed. */
IPSO_API void ipso_session_sample_finish(ipso_session_sample *sample);

/* ---- search ---- */

typedef struct ipso_session_settings {
    double step_min;       /* start times are multiples of it. GRID: a multiple of grid_min; 0, the
                              default, is grid_min. PHASES: 0 (default) continuous times, else > 0 */
    double last_start_min; /* no start time is later; 0..length_min, default INFINITY: length_min,
                              or the last multiple of the step before it */
    bool certify;          /* default true: prove the optimum where that can be done */
    int64_t work_limit; /* units of about 10 nanoseconds, 0 (default) none; counted, never timed */
} ipso_session_settings;

IPSO_API void ipso_session_settings_init(ipso_session_settings *settings);

/* What a search found. */
typedef struct ipso_session_plan {
    ipso_session_times times; /* order and start times; they belong to the plan */
    ipso_session_measures measures;
    double objective;     /* the cost; for ipso_session_overbook less the expected rewards */
    ipso_outcome outcome; /* OPTIMAL: objective - bound is at most 1e-6 x max(1, |objective|) */
    double bound;         /* proven: the objective is nowhere less; -INFINITY unknown */
    ipso_stop stop;       /* DONE or WORK */
    int64_t work;
    int64_t evaluations; /* patients valued, one after the other */
} ipso_session_plan;

/* Searches the best start times for an order: count patients of the model, NULL for all as they are
 * in the model. Start times keep to earliest_min, latest_min and apart_min of the patients.
 *
 * On the grid, or with a step, the cost is L-natural-convex in the start times (Begen & Queyranne
 * 2011), which for patients alike in slots is the multimodularity of Kaandorp & Koole (2007): start
 * times that no set of patients can improve by moving one step together are optimal. The search
 * moves neighbours together, and then proves by minimising a submodular function (Fujishige 2005,
 * 7.1) that no set of any kind is better. Neither convexity nor the proof holds with breaks,
 * walk-ins; the outcome is then FEASIBLE.
 *
 * Continuous times (PHASES) are searched by spectral projected gradients (Birgin, Martinez & Raydan
 * 2000) with exact derivatives; the cost is convex, and the bound is that of Frank & Wolfe (1956).
 *
 * IPSO_INPUT for settings out of range, a wrong order, windows that no start times fit
 * ("/patients/3/latest_min"), or windows or distances with continuous times. */
IPSO_API ipso_status ipso_session_optimize(ipso_session_plan *plan, const ipso_session *session,
                                           const int *order, int count,
                                           const ipso_session_settings *settings, ipso_error *err);
/* Searches the order of all patients, and their start times. Up to six patients, or as many orders
 * of patients that differ as six have (720), every order is searched: the outcome may be OPTIMAL.
 * More are put by rising deviation of the service (smallest variance first: Weiss 1990, Denton,
 * Viapiano & Vogl 2007) and then exchanged two by two while that pays: FEASIBLE. */
IPSO_API ipso_status ipso_session_optimize_order(ipso_session_plan *plan,
                                                 const ipso_session *session,
                                                 const ipso_session_settings *settings,
                                                 ipso_error *err);

/* Chooses whom of the patients to book, in the order of the model, and the start times, so that
 * cost less the rewards of those who come is least: overbooking pays where they often do not. Where
 * the numbers of patients alike to choose from make at most 300 combinations, all are searched and
 * the outcome may be OPTIMAL; else patients are added and dropped while that pays: FEASIBLE. */
IPSO_API ipso_status ipso_session_overbook(ipso_session_plan *plan, const ipso_session *session,
                                           const ipso_session_settings *settings, ipso_error *err);

/* Frees what the plan holds; a zeroed plan is allowed. */
IPSO_API void ipso_session_plan_finish(ipso_session_plan *plan);

/* ---- the sample-average program ---- */

typedef struct ipso_session_average_settings {
    int scenarios;      /* of one program, 2..5000, default 100 */
    int replications;   /* programs, 2..1000, default 5 */
    int64_t evaluation; /* fresh scenarios that value the answer, 2..1e8, default 20000 */
    uint64_t seed;      /* default 1 */
    int given_count;    /* scenarios of the caller, from which all are drawn instead of from the
                           laws; 0 (default) none */
    const double *given_service_min; /* given_count rows of one service for each patient of the
                                        model, 0 for one who does not come; 0..1440 */
} ipso_session_average_settings;

typedef struct ipso_session_average {
    ipso_session_plan plan;    /* the best start times found; objective is upper */
    double lower, lower_error; /* mean optimum over the programs, below the best expected cost on
                                  average, and its standard error */
    double upper, upper_error; /* expected cost of the plan, by fresh scenarios */
    double gap;                /* upper - lower */
} ipso_session_average;

IPSO_API void ipso_session_average_settings_init(ipso_session_average_settings *settings);

/* Start times that are best on average over scenarios, by linear programs that GLPK solves, and an
 * estimate of how far from the best they are (Mak, Morton & Wood 1999). For services that depend on
 * each other, given as scenarios; without dependence ipso_session_optimize is exact. The programs
 * have continuous times; the answer is put on the step of times and valued there, so that gap
 * counts the rounding too. An absent patient's lateness counts as none. IPSO_INPUT for settings out
 * of range, and for breaks and walk-ins, which the program does not know. */
IPSO_API ipso_status ipso_session_sample_average(ipso_session_average *average,
                                                 const ipso_session *session, const int *order,
                                                 int count, const ipso_session_settings *times,
                                                 const ipso_session_average_settings *settings,
                                                 ipso_error *err);
/* Frees what average holds; a zeroed one is allowed. */
IPSO_API void ipso_session_average_finish(ipso_session_average *average);

/* ---- rules to compare with ---- */

typedef enum ipso_session_rule {
    IPSO_RULE_EQUAL = 0,    /* one patient after the other, an interval apart */
    IPSO_RULE_BAILEY_WELCH, /* two at the start, then one each interval (Bailey 1952, Welch & Bailey
                               1952) */
    IPSO_RULE_PAIRS,        /* two at a time, two intervals apart (Soriano 1966) */
    IPSO_RULE_BLOCK,        /* all at the start (single block: Babes & Sarma 1991) */
    IPSO_RULE_DEVIATION     /* after each patient his mean service and factor x its standard
                               deviation (Charnetski 1984) */
} ipso_session_rule;

/* Start times by a rule, into start_min, of count patients: at the step before where the rule falls
 * between two, and not after the last start of the settings. parameter: the interval in minutes of
 * EQUAL, BAILEY_WELCH and PAIRS, 0 for the mean service of these patients; the factor of DEVIATION,
 * 0 or more; not looked at for BLOCK. Windows and distances of patients are not kept. IPSO_INPUT
 * for a parameter below 0 or settings out of range. */
IPSO_API ipso_status ipso_session_by_rule(double *start_min, const ipso_session *session,
                                          const int *order, int count, ipso_session_rule rule,
                                          double parameter, const ipso_session_settings *settings,
                                          ipso_error *err);

#ifdef __cplusplus
}
#endif
#endif
