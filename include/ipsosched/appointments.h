/* What is booked: classes of patients, appointment types and their lengths, demand, requests and
 * appointments already given. Part of practice.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_APPOINTMENTS_H
#define IPSOSCHED_APPOINTMENTS_H

#include <ipsosched/people.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ipso_patient_class {
    const char *id;
    const char *name;   /* default: id */
    double time_factor; /* service times are multiplied by it: 0.25..4, default 1 */
} ipso_patient_class;

typedef enum ipso_care {
    IPSO_CARE_ACUTE = 0,
    IPSO_CARE_FOLLOW_UP,
    IPSO_CARE_LONG, /* long review */
    IPSO_CARE_PREVENTION,
    IPSO_CARE_OTHER
} ipso_care;

/* Ways an appointment can be held, as bits. */
enum { IPSO_MODE_SITE = 1, IPSO_MODE_TELE = 2, IPSO_MODE_HOME = 4 };

typedef enum ipso_law_kind {
    IPSO_LAW_LOGNORMAL = 0,
    IPSO_LAW_EXPONENTIAL,
    IPSO_LAW_DETERMINISTIC,
    IPSO_LAW_EMPIRICAL /* minutes[i] with probability shares[i] */
} ipso_law_kind;

/* A service-time law, in minutes. */
typedef struct ipso_law {
    ipso_law_kind kind;
    double mean_min; /* > 0, at most 480; not for the empirical law */
    double cv;       /* coefficient of variation, lognormal only: 0..3, default 0.30 */
    const double *minutes;
    const double *shares; /* sum to 1 within 1e-9 */
    size_t count;
} ipso_law;

typedef struct ipso_type_law {
    int practitioner;  /* IPSO_ANY: every practitioner, paced by its own pace */
    int patient_class; /* IPSO_ANY: every class, scaled by its time factor */
    ipso_law law;
} ipso_type_law;

typedef struct ipso_type {
    const char *id;
    const char *name; /* default: id */
    ipso_care care;
    ipso_who who;           /* practitioners who may give it */
    unsigned modes;         /* default IPSO_MODE_SITE */
    int travel_min;         /* added to the length of a home visit; default 0 */
    const int *lengths_min; /* to choose from, rising; at least one */
    size_t length_count;
    ipso_law law; /* service time */
    const ipso_type_law
        *laws; /* exceptions: practitioner and class, then practitioner, then class */
    size_t law_count;
    int lead_min_days, lead_max_days; /* forecast need of a day may be met so many days later;
                                         default 0..0 for acute care, 0..6 else (set -1 to ask) */
    int64_t unmet_points;  /* price of a need unmet; default by care (set -1 to ask): acute 600,
                              follow-up 300, long 400, prevention 200, other 200 */
    int target_per_week;   /* slots wanted per practitioner of who and week worked; default 0 */
    int64_t target_points; /* per slot missing; default 150 */
} ipso_type;

typedef enum ipso_count_law {
    IPSO_COUNT_POISSON = 0,
    IPSO_COUNT_FIXED,            /* the mean itself, rounded to the nearest integer */
    IPSO_COUNT_NEGATIVE_BINOMIAL /* variance = mean * dispersion */
} ipso_count_law;

/* Forecast demand: patients who will ask, not known yet, each matching day on its own. */
typedef struct ipso_demand {
    int type;
    int patient_class; /* IPSO_ANY: the law of the type itself */
    int site;          /* IPSO_ANY: any site */
    ipso_days days;
    int start_min, end_min; /* the slot must lie inside; default 0..1440 */
    double mean;            /* expected patients per matching day, 0..500 ... */
    double per_1000_panel; /* ... plus so many per 1,000 patients on the panels of the practitioners
                              who may give the type and whose first site is `site` */
    ipso_count_law law;
    double dispersion; /* >= 1, negative binomial only; default 1.5 */
} ipso_demand;

typedef struct ipso_window {
    ipso_date first, last;  /* days, both included */
    int start_min, end_min; /* the appointment lies inside; default 0..1440 */
} ipso_window;

/* A known request: one patient who waits for an appointment. */
typedef struct ipso_request {
    const char *id;
    const char *patient;
    int type;
    int patient_class;          /* IPSO_ANY none */
    const ipso_window *windows; /* empty: any time in the horizon */
    size_t window_count;
    int practitioner;     /* own practitioner, IPSO_ANY none */
    bool accepts_others;  /* default true; without own practitioner it must be true */
    bool accepts_tele;    /* default false */
    int site;             /* IPSO_ANY (default) any; remote appointments fit any site */
    int priority_percent; /* multiplies the price of the unmet need: 1..1000, default 100 */
    double no_show;       /* probability in [0,1], default 0 */
    ipso_date wanted;     /* day from which waiting counts; 0 (default): first day of a window */
    int after;            /* index of a request that must come first, IPSO_ANY none: this one is
                             placed only if that one is, and starts ... */
    int min_gap_min;      /* ... at least so many minutes after its end (default 0) ... */
    int max_gap_min;      /* ... and at most so many (default IPSO_NO_MAX) */
} ipso_request;

/* An appointment already given: it is never moved. */
typedef struct ipso_fixed {
    const char *id;
    const char *patient;
    int type, patient_class, practitioner;
    int site;      /* IPSO_ANY: remote */
    unsigned mode; /* one of IPSO_MODE_*; default IPSO_MODE_SITE */
    ipso_date date;
    int start_min, length_min;
    double no_show;
    /* What the patient accepts if it must move after all (replan.h): */
    const ipso_window *windows; /* empty: any time */
    size_t window_count;
    int own_practitioner;    /* own practitioner, IPSO_ANY (default) none */
    bool accepts_others;     /* default true; without own practitioner it must be true */
    int wanted_site;         /* IPSO_ANY (default) any; remote appointments fit any site */
    unsigned accepted_modes; /* modes, bits IPSO_MODE_*; 0 (default): not known, so its own */
    const char *follows; /* id of the fixed appointment that must come first; NULL none; one that
                            is not there (any more) asks for nothing. It then starts ... */
    int min_gap_min;     /* ... at least so many minutes after its end (default 0) ... */
    int max_gap_min;     /* ... and at most so many (default IPSO_NO_MAX) */
} ipso_fixed;

#ifdef __cplusplus
}
#endif

#endif
