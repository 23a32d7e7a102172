/* Shapes of the practice document: duties, roster rules that join people, appointments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape_fields.h"

INIT(ipso_duty)
INIT(ipso_duty_rule)
INIT(ipso_pin)
INIT(ipso_cover)
INIT(ipso_succession)
INIT(ipso_kind_limit)
INIT(ipso_protected)
INIT(ipso_law)
INIT(ipso_type)
INIT(ipso_demand)
INIT(ipso_window)
INIT(ipso_request)
INIT(ipso_fixed)

static const char *const care_names[] = {"acute", "follow-up", "long", "prevention", "other"};
const ipso__words ipso__care_words = {"a care class", care_names, COUNT(care_names)};
WORDS(modes, "a mode", "site", "tele", "home")
WORDS(laws, "a law of service times", "lognormal", "exponential", "deterministic", "empirical")
WORDS(count_laws, "a law of demand", "poisson", "fixed", "negative-binomial")

/* ---- duties ---- */

static const ipso__field interval_fields[] = {
    REQUIRED(ipso_interval, "from", TIME, start_min),
    REQUIRED(ipso_interval, "to", TIME, end_min),
};
static const ipso__shape interval_shape = {"a break", sizeof(ipso_interval), NULL, interval_fields,
                                           COUNT(interval_fields)};

static const ipso__field duty_fields[] = {
    REQUIRED(ipso_duty, "id", STRING, id),
    SCALAR(ipso_duty, "kind", STRING, kind),
    REF(ipso_duty, "site", site, SITE),
    SCALAR(ipso_duty, "remote", REMOTE, site),
    SCALAR(ipso_duty, "days", DAYS, days),
    REQUIRED(ipso_duty, "from", TIME, start_min),
    REQUIRED(ipso_duty, "to", TIME, end_min),
    OBJECTS(ipso_duty, "breaks", breaks, break_count, interval_shape),
    WHO(ipso_duty),
    SCALAR(ipso_duty, "tele", BOOL, tele),
};
const ipso__shape ipso__duty_shape = {"a duty", sizeof(ipso_duty), init_ipso_duty, duty_fields,
                                      COUNT(duty_fields)};

static const ipso__field duty_rule_fields[] = {
    REQUIRED(ipso_duty_rule, "id", STRING, id),
    SCALAR(ipso_duty_rule, "kind", STRING, kind),
    REFS(ipso_duty_rule, "sites", sites, site_count, SITE),
    SCALAR(ipso_duty_rule, "days", DAYS, days),
    REQUIRED(ipso_duty_rule, "earliest_start", TIME, earliest_start_min),
    REQUIRED(ipso_duty_rule, "latest_start", TIME, latest_start_min),
    SCALAR(ipso_duty_rule, "step_min", INT, step_min),
    REQUIRED_LIST(ipso_duty_rule, "lengths_min", INTS, lengths_min, length_count),
    OBJECTS(ipso_duty_rule, "breaks", breaks, break_count, interval_shape),
    WHO(ipso_duty_rule),
};
const ipso__shape ipso__duty_rule_shape = {"a rule of duties", sizeof(ipso_duty_rule),
                                           init_ipso_duty_rule, duty_rule_fields,
                                           COUNT(duty_rule_fields)};

/* ---- rules that join people ---- */

static const ipso__field pin_fields[] = {
    REQUIRED_REF(ipso_pin, "practitioner", practitioner, PRACTITIONER),
    REQUIRED(ipso_pin, "date", DATE, date),
    REF(ipso_pin, "duty", duty, DUTY),
    SCALAR(ipso_pin, "forbidden", BOOL, forbidden),
};
const ipso__shape ipso__pin_shape = {"a pin", sizeof(ipso_pin), init_ipso_pin, pin_fields,
                                     COUNT(pin_fields)};

static const ipso__field cover_fields[] = {
    REQUIRED(ipso_cover, "id", STRING, id),
    REFS(ipso_cover, "sites", sites, site_count, SITE),
    WHO(ipso_cover),
    SCALAR(ipso_cover, "days", DAYS, days),
    LIST(ipso_cover, "kinds", STRINGS, kinds, kind_count),
    SCALAR(ipso_cover, "from", TIME, start_min),
    SCALAR(ipso_cover, "to", TIME, end_min),
    SCALAR(ipso_cover, "min", INT, min),
    SCALAR(ipso_cover, "max", MAX, max),
    SCALAR(ipso_cover, "short_price", PRICE, short_points),
    SCALAR(ipso_cover, "over_price", PRICE, over_points),
};
const ipso__shape ipso__cover_shape = {"a cover rule", sizeof(ipso_cover), init_ipso_cover,
                                       cover_fields, COUNT(cover_fields)};

static const ipso__field succession_fields[] = {
    WHO(ipso_succession),
    REQUIRED(ipso_succession, "before", STRING, before),
    REQUIRED(ipso_succession, "after", STRING, after),
    SCALAR(ipso_succession, "price", PRICE, points),
};
const ipso__shape ipso__succession_shape = {"a succession", sizeof(ipso_succession),
                                            init_ipso_succession, succession_fields,
                                            COUNT(succession_fields)};

static const ipso__field kind_limit_fields[] = {
    WHO(ipso_kind_limit),
    REQUIRED(ipso_kind_limit, "kind", STRING, kind),
    SCALAR(ipso_kind_limit, "per_week", BOOL, per_week),
    REQUIRED(ipso_kind_limit, "max", INT, max),
    SCALAR(ipso_kind_limit, "price", PRICE, points),
};
const ipso__shape ipso__kind_limit_shape = {"a limit of a kind", sizeof(ipso_kind_limit),
                                            init_ipso_kind_limit, kind_limit_fields,
                                            COUNT(kind_limit_fields)};

static const ipso__field protected_fields[] = {
    REQUIRED(ipso_protected, "id", STRING, id),
    SCALAR(ipso_protected, "name", NAME, name),
    WHO(ipso_protected),
    REF(ipso_protected, "site", site, SITE),
    SCALAR(ipso_protected, "days", DAYS, days),
    SCALAR(ipso_protected, "from", TIME, start_min),
    SCALAR(ipso_protected, "to", TIME, end_min),
    SCALAR(ipso_protected, "minutes_at_start", INT, minutes_at_start),
    SCALAR(ipso_protected, "minutes_at_end", INT, minutes_at_end),
    REFS(ipso_protected, "admits", admits, admit_count, TYPE),
    SCALAR(ipso_protected, "attendance_price", PRICE, attendance_points),
};
const ipso__shape ipso__protected_shape = {"protected time", sizeof(ipso_protected),
                                           init_ipso_protected, protected_fields,
                                           COUNT(protected_fields)};

/* ---- appointment types ---- */

#define LAW(type, prefix)                                                                          \
    WORD(type, "law", WORD, prefix kind, laws), SCALAR(type, "mean_min", NUMBER, prefix mean_min), \
        SCALAR(type, "cv", NUMBER, prefix cv),                                                     \
        LIST(type, "minutes", NUMBERS, prefix minutes, prefix count),                              \
        LIST(type, "shares", NUMBERS, prefix shares, prefix count)

static const ipso__field law_fields[] = {LAW(ipso_law, )};
static const ipso__shape law_shape = {"a service time", sizeof(ipso_law), init_ipso_law, law_fields,
                                      COUNT(law_fields)};

static void init_type_law(void *description)
{
    ipso_type_law *law = description;
    law->practitioner = IPSO_ANY;
    law->patient_class = IPSO_ANY;
    ipso_law_init(&law->law);
}

static const ipso__field type_law_fields[] = {
    REF(ipso_type_law, "practitioner", practitioner, PRACTITIONER),
    REF(ipso_type_law, "patient_class", patient_class, CLASS),
    LAW(ipso_type_law, law.),
};
static const ipso__shape type_law_shape = {"an exception of a service time", sizeof(ipso_type_law),
                                           init_type_law, type_law_fields, COUNT(type_law_fields)};

static const ipso__field type_fields[] = {
    REQUIRED(ipso_type, "id", STRING, id),
    SCALAR(ipso_type, "name", NAME, name),
    REQUIRED_WORD(ipso_type, "care", WORD, care, ipso__care_words),
    WHO(ipso_type),
    WORD(ipso_type, "modes", MODES, modes, modes),
    SCALAR(ipso_type, "travel_min", INT, travel_min),
    REQUIRED_LIST(ipso_type, "lengths_min", INTS, lengths_min, length_count),
    REQUIRED_OBJECT(ipso_type, "service_time", law, law_shape),
    OBJECTS(ipso_type, "service_times", laws, law_count, type_law_shape),
    SCALAR(ipso_type, "lead_min_days", INT, lead_min_days),
    SCALAR(ipso_type, "lead_max_days", INT, lead_max_days),
    SCALAR(ipso_type, "unmet_price", POINTS, unmet_points),
    SCALAR(ipso_type, "target_per_week", INT, target_per_week),
    SCALAR(ipso_type, "target_price", POINTS, target_points),
};
const ipso__shape ipso__type_shape = {"an appointment type", sizeof(ipso_type), init_ipso_type,
                                      type_fields, COUNT(type_fields)};

/* ---- demand, requests, fixed appointments ---- */

static const ipso__field demand_fields[] = {
    REQUIRED_REF(ipso_demand, "type", type, TYPE),
    REF(ipso_demand, "patient_class", patient_class, CLASS),
    REF(ipso_demand, "site", site, SITE),
    SCALAR(ipso_demand, "days", DAYS, days),
    SCALAR(ipso_demand, "from", TIME, start_min),
    SCALAR(ipso_demand, "to", TIME, end_min),
    SCALAR(ipso_demand, "mean", NUMBER, mean),
    SCALAR(ipso_demand, "per_1000_panel", NUMBER, per_1000_panel),
    WORD(ipso_demand, "law", WORD, law, count_laws),
    SCALAR(ipso_demand, "dispersion", NUMBER, dispersion),
};
const ipso__shape ipso__demand_shape = {"demand", sizeof(ipso_demand), init_ipso_demand,
                                        demand_fields, COUNT(demand_fields)};

static const ipso__field window_fields[] = {
    REQUIRED(ipso_window, "first_day", DATE, first),
    REQUIRED(ipso_window, "last_day", DATE, last),
    SCALAR(ipso_window, "from", TIME, start_min),
    SCALAR(ipso_window, "to", TIME, end_min),
};
const ipso__shape ipso__window_shape = {"a window", sizeof(ipso_window), init_ipso_window,
                                        window_fields, COUNT(window_fields)};

static const ipso__field request_fields[] = {
    REQUIRED(ipso_request, "id", STRING, id),
    REQUIRED(ipso_request, "patient", STRING, patient),
    REQUIRED_REF(ipso_request, "type", type, TYPE),
    REF(ipso_request, "patient_class", patient_class, CLASS),
    OBJECTS(ipso_request, "windows", windows, window_count, ipso__window_shape),
    REF(ipso_request, "practitioner", practitioner, PRACTITIONER),
    SCALAR(ipso_request, "accepts_others", BOOL, accepts_others),
    SCALAR(ipso_request, "accepts_tele", BOOL, accepts_tele),
    REF(ipso_request, "site", site, SITE),
    SCALAR(ipso_request, "priority_percent", INT, priority_percent),
    SCALAR(ipso_request, "no_show", NUMBER, no_show),
    SCALAR(ipso_request, "wanted", DATE, wanted),
    REF(ipso_request, "after", after, REQUEST),
    SCALAR(ipso_request, "min_gap_min", INT, min_gap_min),
    SCALAR(ipso_request, "max_gap_min", MAX, max_gap_min),
};
const ipso__shape ipso__request_shape = {"a request", sizeof(ipso_request), init_ipso_request,
                                         request_fields, COUNT(request_fields)};

static const ipso__field fixed_fields[] = {
    REQUIRED(ipso_fixed, "id", STRING, id),
    REQUIRED(ipso_fixed, "patient", STRING, patient),
    REQUIRED_REF(ipso_fixed, "type", type, TYPE),
    REF(ipso_fixed, "patient_class", patient_class, CLASS),
    REQUIRED_REF(ipso_fixed, "practitioner", practitioner, PRACTITIONER),
    REF(ipso_fixed, "site", site, SITE),
    SCALAR(ipso_fixed, "remote", REMOTE, site),
    WORD(ipso_fixed, "mode", MODE, mode, modes),
    REQUIRED(ipso_fixed, "date", DATE, date),
    REQUIRED(ipso_fixed, "start", TIME, start_min),
    REQUIRED(ipso_fixed, "length_min", INT, length_min),
    SCALAR(ipso_fixed, "no_show", NUMBER, no_show),
    OBJECTS(ipso_fixed, "windows", windows, window_count, ipso__window_shape),
    REF(ipso_fixed, "own_practitioner", own_practitioner, PRACTITIONER),
    SCALAR(ipso_fixed, "accepts_others", BOOL, accepts_others),
    REF(ipso_fixed, "wanted_site", wanted_site, SITE),
    WORD(ipso_fixed, "accepted_modes", MODES, accepted_modes, modes),
    SCALAR(ipso_fixed, "follows", STRING, follows),
    SCALAR(ipso_fixed, "min_gap_min", INT, min_gap_min),
    SCALAR(ipso_fixed, "max_gap_min", MAX, max_gap_min),
};
const ipso__shape ipso__fixed_shape = {"a fixed appointment", sizeof(ipso_fixed), init_ipso_fixed,
                                       fixed_fields, COUNT(fixed_fields)};
