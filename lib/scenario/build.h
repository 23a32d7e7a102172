/* Building a scenario: what every scenario is put together from. Internal.
 *
 * An ipso__build remembers the first failure and turns every later call into nothing, so that a
 * scenario reads as a list of parts and is checked once, at the end. Weekly numbers of appointments
 * and all prices and probabilities are integers; docs/scenarios.md says where each is from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SCENARIO_BUILD_H
#define IPSO_SCENARIO_BUILD_H

#include "base/random.h"

#include <ipsosched/practice.h>

/* One stream of random numbers for each kind of thing and site, so that more of one leaves the
 * others as they were. */
typedef enum ipso__stream {
    IPSO__STREAM_LEAVE = 1,
    IPSO__STREAM_PEOPLE,
    IPSO__STREAM_WISHES,
    IPSO__STREAM_TURNS,
    IPSO__STREAM_FIXED,
    IPSO__STREAM_REQUESTS,
    IPSO__STREAM_PANELS
} ipso__stream;

/* Appointment types, in the order they are added. */
typedef enum ipso__kind {
    IPSO__ACUTE = 0,
    IPSO__FOLLOW_UP,
    IPSO__LONG_REVIEW,
    IPSO__PREVENTION,
    IPSO__HOME_VISIT,
    IPSO__MIDWIFE,
    IPSO__NURSING,
    IPSO__CHRONIC,
    IPSO__SOCIAL,
    IPSO__CARE_CALL,   /* the care manager's, and ... */
    IPSO__CARE_REVIEW, /* ... these are of the scenario care-manager alone, as is ... */
    IPSO__SCREENING    /* ... the preventive visit she books with the nurse */
} ipso__kind;
#define IPSO__KIND_COUNT 12

/* Patient classes, in the order they are added; a scenario may add its own behind them. */
typedef enum ipso__group {
    IPSO__CHILD = 0,
    IPSO__ELDERLY,
    IPSO__LONG_TERM,
    IPSO__DISABLED
} ipso__group;
#define IPSO__GROUP_COUNT 4
#define IPSO__FRAGILE     IPSO__GROUP_COUNT /* of the scenario care-manager */

/* Appointments of one type wanted at one site in the week. */
typedef struct ipso__load {
    int forecast;  /* expected, not known yet */
    int requested; /* patients who wait */
    int fixed;     /* already given */
} ipso__load;

#define IPSO__MAX_SITES 8
#define IPSO__MAX_STAFF 64

struct ipso__needs;

/* A patient's probability not to come, in per mille, by days between booking and appointment. */
typedef struct ipso__no_shows {
    int next_day, this_week, later;
} ipso__no_shows;

typedef struct ipso__build {
    ipso_practice *practice;
    ipso_error *err;
    ipso_status status; /* the first failure */
    uint64_t seed;
    ipso_date first_day;            /* a Monday; the horizon is its week */
    int types[IPSO__KIND_COUNT];    /* index in the practice, IPSO_ANY when not there */
    int next_request;               /* the next request's number, from 1 */
    int next_patient;               /* the next patient's number, from 1 */
    int fixed_day[IPSO__MAX_STAFF]; /* day of a practitioner's fixed appointments, -1 none */
    int fixed_end[IPSO__MAX_STAFF]; /* where the next of them would start */
    const ipso__no_shows *no_shows;
    const struct ipso__needs *needs; /* what classes need (needs.h); NULL: numbers of the week */
} ipso__build;

/* Opens a practice of the week that starts on Monday first_day ("YYYY-MM-DD"). */
void ipso__build_start(ipso__build *build, const char *name, const char *first_day, uint64_t seed,
                       const ipso__no_shows *no_shows, ipso_error *err);

/* Validates the practice and hands it over; frees it after a failure. */
ipso_status ipso__build_finish(ipso__build *build, ipso_practice **practice);

/* Whether nothing has failed so far. */
bool ipso__build_ok(const ipso__build *build);

ipso__random ipso__build_stream(const ipso__build *build, ipso__stream stream, int site);

/* Whether a day of the week (0 Monday) is a public holiday. */
bool ipso__build_holiday(const ipso__build *build, int day);

/* The four patient classes, one more, and the types whose bit is set in kinds. */
void ipso__add_classes(ipso__build *build);
void ipso__add_class(ipso__build *build, const char *id, const char *name, int time_percent);
void ipso__add_types(ipso__build *build, unsigned kinds, int long_reviews_per_week);

/* The slot length a type is planned with: the shortest at least as long as its mean. */
int ipso__kind_length_min(ipso__kind kind);

/* Whether a role is one of those that give a type. */
bool ipso__kind_given_by(ipso__kind kind, const char *role);

/* Day of the week (0 Monday) on which a practitioner from another site comes to give the type at
 * the site, or -1 when one who gives it is at home there. Practitioners must be there. */
int ipso__visit_day(const ipso__build *build, int site, ipso__kind kind);

/* Forecast demand of a week at a site, with the hours in which the site sees patients. */
typedef struct ipso__opening {
    int open_min, close_min; /* Monday to Friday */
    int saturday_close_min;  /* from 08:30; 0 closed on Saturdays */
    bool holidays;           /* open 09:00 to 17:00 on public holidays */
    bool visits;             /* afternoons are for home visits: who comes, comes after them */
} ipso__opening;

void ipso__add_forecast(ipso__build *build, int site, const ipso__opening *opening,
                        const ipso__load loads[IPSO__KIND_COUNT]);

/* The same of one type and patient class (IPSO_ANY any), count in hundredths of a patient a week;
 * panel above 0: as so many per 1,000 of it. Entries of 0 are left out, but for `always`. */
typedef struct ipso__share {
    ipso__kind kind;
    int patient_class;
    int64_t hundredths;
    int panel;
    bool always;
} ipso__share;
void ipso__add_share(ipso__build *build, int site, const ipso__opening *opening,
                     const ipso__share *share);

/* Appointments already given, then the requests of the week at a site. Practitioners and types
 * must be there. site_only: a request names its site, as where there are several it has to. */
void ipso__add_fixed(ipso__build *build, int site, const ipso__load loads[IPSO__KIND_COUNT]);
void ipso__add_requests(ipso__build *build, int site, bool site_only,
                        const ipso__load loads[IPSO__KIND_COUNT]);

/* The scenarios. */
void ipso__didier(ipso__build *build, uint64_t seed, ipso_error *err);
void ipso__yasmine(ipso__build *build, uint64_t seed, ipso_error *err);
void ipso__saint_martin(ipso__build *build, uint64_t seed, ipso_error *err);
void ipso__network(ipso__build *build, uint64_t seed, ipso_error *err);
void ipso__care_manager(ipso__build *build, uint64_t seed, ipso_error *err);
void ipso__without_care_manager(ipso__build *build, uint64_t seed, ipso_error *err);
void ipso__capitation(ipso__build *build, uint64_t seed, ipso_error *err);

#endif
