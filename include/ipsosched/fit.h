/* Calibration: what past appointments say about a practice.
 *
 * ipso_fit reads a practice and a list of past appointments and gives a new practice in which
 * service times, class factors, expected demand, missed and cancelled appointments and the hours of
 * booking are those that the appointments show, drawn towards what the practice said before where
 * they are few; the report holds each number learnt, with its standard error. Methods and their
 * sources: docs/fit.md.
 *
 * Every function may be called from any thread, on objects that no other thread changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_FIT_H
#define IPSOSCHED_FIT_H

#include <ipsosched/practice.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IPSO_FIT_MAX_DAYS 7320 /* of observation: twenty years */

typedef enum ipso_fit_state {
    IPSO_FIT_ATTENDED = 0,
    IPSO_FIT_MISSED,   /* the patient did not come and had not said so */
    IPSO_FIT_CANCELLED /* given back before it began */
} ipso_fit_state;

/* One past appointment. Indexes are those of the practice. */
typedef struct ipso_fit_appointment {
    ipso_date date;
    int start_min; /* planned start, 0..1439 */
    int type;
    int practitioner;     /* IPSO_ANY: unknown, or no longer in the practice */
    int patient_class;    /* IPSO_ANY: none */
    int site;             /* IPSO_ANY: unknown or remote */
    int own_practitioner; /* of the patient, IPSO_ANY: none or unknown */
    ipso_date booked_on;  /* not after date; 0 unknown */
    int booked_at_min;    /* time of day of the booking, 0..1439; -1 unknown */
    ipso_fit_state state;
    double minutes; /* consultation time of an attended appointment, above 0 and at most 480; -1
                       unknown; of the others 0 or unknown */
} ipso_fit_appointment;

/* A list that a document gave (json.h, csv.h). */
typedef struct ipso_fit_appointments {
    ipso_fit_appointment *items;
    size_t count;
    ipso_date first_day, last_day; /* the days observed, 0 where the document does not say */
    size_t set_aside;              /* rows left out because they are wrong */
} ipso_fit_appointments;

typedef struct ipso_fit_settings {
    double prior_count;       /* what the practice says counts as much as so many appointments (of
                                 dispersion: days); 0..1000000, default 10 */
    ipso_date first_day;      /* days observed, both included; 0 (default): from the first ... */
    ipso_date last_day;       /* ... to the last appointment */
    bool empty_days_are_open; /* default false: a day without any appointment at the site was one on
                                 which it was closed */
} ipso_fit_settings;

typedef enum ipso_fit_kind {
    IPSO_FIT_TYPE_MEAN = 0,     /* minutes of a type, at pace 1 and class factor 1 */
    IPSO_FIT_TYPE_CV,           /* coefficient of variation of a type's minutes */
    IPSO_FIT_PRACTITIONER_MEAN, /* minutes of a type with a practitioner, at class factor 1 */
    IPSO_FIT_CLASS_FACTOR,      /* of a patient class */
    IPSO_FIT_DEMAND,            /* expected patients of one day of a demand entry */
    IPSO_FIT_DISPERSION,        /* variance / mean of the daily patients of a type's entries */
    IPSO_FIT_NO_SHOW,           /* share missed of the appointments of a lead time */
    IPSO_FIT_CANCELLED_SHARE,   /* of the appointments booked ahead */
    IPSO_FIT_HOUR               /* share of the bookings made in an hour of the day */
} ipso_fit_kind;

#define IPSO_FIT_KIND_COUNT 9

/* One number learnt. Indexes that its kind does not name are IPSO_ANY. */
typedef struct ipso_fit_estimate {
    ipso_fit_kind kind;
    int type, practitioner, patient_class, demand;
    int lead_days;    /* of no_shows, as in ipso_no_show_share */
    int hour;         /* 0..23 */
    double count;     /* appointments it rests on; of demand, patients of its days */
    int days;         /* observed, of demand and dispersion; else 0 */
    double before;    /* in the practice given */
    double raw;       /* from these appointments alone; NaN when they do not say */
    double fitted;    /* in the practice made, there rounded and kept in range */
    double error;     /* standard error of fitted, in its unit */
    double low, high; /* 95 % interval of what is estimated */
    double weight; /* share of the appointments themselves in fitted, 0..1; the rest is what is like
                      it and what the practice said before */
} ipso_fit_estimate;

typedef struct ipso_fit_report {
    ipso_fit_estimate *estimates; /* by kind, then by index */
    size_t estimate_count;
    size_t appointments, attended, no_shows, cancelled;
    size_t timed;        /* attended, with minutes */
    size_t by_class_law; /* timed, but of a law that names their patient class: not used */
    ipso_date first_day, last_day; /* observed */
    int closed_days;               /* of these, on which no site was open */
    int empty_days;                /* on which one was, but nobody had an appointment */
    size_t outside;                /* appointments on other days: not counted as demand */
    size_t unmatched;              /* appointments that are no demand of any entry ... */
    size_t *unmatched_of_type;     /* ... of each type */
} ipso_fit_report;

IPSO_API void ipso_fit_appointment_init(ipso_fit_appointment *appointment);
IPSO_API void ipso_fit_settings_init(ipso_fit_settings *settings);

/* Learns from appointments; settings NULL for the defaults. *fitted is a new validated practice,
 * *report (NULL allowed) says what it learnt. Cancelled appointments are no demand, missed ones
 * are. What the appointments hold nothing of stays as it was: types without any, missed and
 * cancelled appointments, hours of booking. The order of the appointments makes no difference.
 *
 * IPSO_INPUT: an appointment is out of range ("/appointments/7/minutes"), there is none, or the
 * days observed are ("/first_day"). IPSO_STATE: the practice is not validated. IPSO_NOMEM. */
IPSO_API ipso_status ipso_fit(ipso_practice **fitted, ipso_fit_report *report,
                              const ipso_practice *practice,
                              const ipso_fit_appointment *appointments, size_t count,
                              const ipso_fit_settings *settings, ipso_error *err);

/* Free what they hold. A zeroed struct and NULL are allowed. */
IPSO_API void ipso_fit_report_finish(ipso_fit_report *report);
IPSO_API void ipso_fit_appointments_finish(ipso_fit_appointments *appointments);

/* "type_mean", "type_cv", "practitioner_mean", "class_factor", "demand", "dispersion", "no_show",
 * "cancelled", "hour". */
IPSO_API const char *ipso_fit_kind_name(ipso_fit_kind kind);

#ifdef __cplusplus
}
#endif
#endif
