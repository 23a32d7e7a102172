/* Shapes of the practice document: horizon, sites, people, prices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape_fields.h"

INIT(ipso_horizon)
INIT(ipso_extended)
INIT(ipso_weights)
INIT(ipso_booking_rules)
INIT(ipso_site)
INIT(ipso_patient_class)
INIT(ipso_roster_rules)
INIT(ipso_fair)
INIT(ipso_history)
INIT(ipso_wish)
INIT(ipso_practitioner)

WORDS(calendars, "a calendar of public holidays", "none", "FR", "FR-alsace-moselle")
WORDS(turns, "a kind of turn", "extended", "saturday", "sunday", "holiday", "kind")

/* ---- horizon, extended hours, weights, booking ---- */

/* The dates and the calendar lie in the horizon itself, so this shape overlays it. */
static const ipso__field holidays_fields[] = {
    WORD(ipso_horizon, "calendar", WORD, calendar, calendars),
    LIST(ipso_horizon, "dates", DATES, holidays, holiday_count),
};
static const ipso__shape holidays_shape = {"public holidays", sizeof(ipso_horizon),
                                           init_ipso_horizon, holidays_fields,
                                           COUNT(holidays_fields)};

static const ipso__field horizon_fields[] = {
    REQUIRED(ipso_horizon, "first_day", DATE, first_day),
    SCALAR(ipso_horizon, "days", INT, days),
    SCALAR(ipso_horizon, "time_zone", STRING, time_zone),
    SCALAR(ipso_horizon, "grid_min", INT, grid_min),
    {.key = "public_holidays", .kind = IPSO__FIELD_OBJECT, .shape = &holidays_shape},
};
const ipso__shape ipso__horizon_shape = {"a horizon", sizeof(ipso_horizon), init_ipso_horizon,
                                         horizon_fields, COUNT(horizon_fields)};

static const ipso__field extended_fields[] = {
    SCALAR(ipso_extended, "before", TIME, before_min),
    SCALAR(ipso_extended, "after", TIME, after_min),
    SCALAR(ipso_extended, "holidays", BOOL, holidays),
    SCALAR(ipso_extended, "saturdays", BOOL, saturdays),
    SCALAR(ipso_extended, "sundays", BOOL, sundays),
    SCALAR(ipso_extended, "other_price", PRICE, other_points),
};
const ipso__shape ipso__extended_shape = {"extended hours", sizeof(ipso_extended),
                                          init_ipso_extended, extended_fields,
                                          COUNT(extended_fields)};

static const ipso__field weights_fields[] = {
    SCALAR(ipso_weights, "staffing", POINTS, staffing_points),
    SCALAR(ipso_weights, "duty_hour", POINTS, duty_hour_points),
    SCALAR(ipso_weights, "overrun", POINTS, overrun_points),
    SCALAR(ipso_weights, "wait", POINTS, wait_points),
    SCALAR(ipso_weights, "continuity", POINTS, continuity_points),
    SCALAR(ipso_weights, "tele", POINTS, tele_points),
    SCALAR(ipso_weights, "direct_wait", POINTS, direct_wait_points),
    SCALAR(ipso_weights, "idle", POINTS, idle_points),
    SCALAR(ipso_weights, "overtime", POINTS, overtime_points),
};
const ipso__shape ipso__weights_shape = {"weights", sizeof(ipso_weights), init_ipso_weights,
                                         weights_fields, COUNT(weights_fields)};

static const ipso__field booking_fields[] = {
    SCALAR(ipso_booking_rules, "notice_min", INT, notice_min),
    SCALAR(ipso_booking_rules, "ahead_days", INT, ahead_days),
    SCALAR(ipso_booking_rules, "patient_open_h", MAX, patient_open_h),
    SCALAR(ipso_booking_rules, "professional_open_h", MAX, professional_open_h),
    SCALAR(ipso_booking_rules, "release_h", INT, release_h),
    SCALAR(ipso_booking_rules, "proposal_s", INT, proposal_s),
};
const ipso__shape ipso__booking_shape = {"booking", sizeof(ipso_booking_rules),
                                         init_ipso_booking_rules, booking_fields,
                                         COUNT(booking_fields)};

/* ---- sites and classes ---- */

static const ipso__field hours_fields[] = {
    REQUIRED(ipso_hours, "days", WEEKDAYS, days),
    REQUIRED(ipso_hours, "from", TIME, start_min),
    REQUIRED(ipso_hours, "to", TIME, end_min),
};
static const ipso__shape hours_shape = {"hours", sizeof(ipso_hours), NULL, hours_fields,
                                        COUNT(hours_fields)};

static const ipso__field range_fields[] = {
    REQUIRED(ipso_date_range, "from", DATE, first),
    REQUIRED(ipso_date_range, "to", DATE, last),
};
static const ipso__shape range_shape = {"a range of dates", sizeof(ipso_date_range), NULL,
                                        range_fields, COUNT(range_fields)};

static const ipso__field site_fields[] = {
    REQUIRED(ipso_site, "id", STRING, id),
    SCALAR(ipso_site, "name", NAME, name),
    OBJECTS(ipso_site, "hours", hours, hours_count, hours_shape),
    OBJECTS(ipso_site, "closures", closures, closure_count, range_shape),
    SCALAR(ipso_site, "rooms", INT, rooms),
    SCALAR(ipso_site, "rooms_price", PRICE, rooms_points),
    SCALAR(ipso_site, "group", STRING, group),
    SCALAR(ipso_site, "common", BOOL, common),
};
const ipso__shape ipso__site_shape = {"a site", sizeof(ipso_site), init_ipso_site, site_fields,
                                      COUNT(site_fields)};

static const ipso__field class_fields[] = {
    REQUIRED(ipso_patient_class, "id", STRING, id),
    SCALAR(ipso_patient_class, "name", NAME, name),
    SCALAR(ipso_patient_class, "time_factor", NUMBER, time_factor),
};
const ipso__shape ipso__class_shape = {"a patient class", sizeof(ipso_patient_class),
                                       init_ipso_patient_class, class_fields, COUNT(class_fields)};

/* ---- roster rules ---- */

static const ipso__field limit_fields[] = {
    SCALAR(ipso_limit, "min", INT, min),
    SCALAR(ipso_limit, "max", MAX, max),
    SCALAR(ipso_limit, "price", PRICE, points),
};
static const ipso__shape limit_shape = {"a limit", sizeof(ipso_limit), NULL, limit_fields,
                                        COUNT(limit_fields)};

static const ipso__field rules_fields[] = {
    SCALAR(ipso_roster_rules, "duties_per_day", INT, duties_per_day),
    SCALAR(ipso_roster_rules, "split_gap_min", INT, split_gap_min),
    SCALAR(ipso_roster_rules, "rest_min", INT, rest_min),
    SCALAR(ipso_roster_rules, "rest_price", PRICE, rest_points),
    OBJECT(ipso_roster_rules, "week_minutes", week_minutes, limit_shape),
    OBJECT(ipso_roster_rules, "horizon_minutes", horizon_minutes, limit_shape),
    OBJECT(ipso_roster_rules, "week_days", week_days, limit_shape),
    OBJECT(ipso_roster_rules, "run_days", run_days, limit_shape),
    OBJECT(ipso_roster_rules, "run_off_days", run_off_days, limit_shape),
    OBJECT(ipso_roster_rules, "weekends", weekends, limit_shape),
    SCALAR(ipso_roster_rules, "supervision_price", PRICE, supervision_points),
    SCALAR(ipso_roster_rules, "site_change_price", POINTS, site_change_points),
    OBJECT(ipso_roster_rules, "site_groups", site_groups, limit_shape),
    SCALAR(ipso_roster_rules, "every_day_groups", INT, every_day_groups),
    SCALAR(ipso_roster_rules, "activation_price", POINTS, activation_points),
};
const ipso__shape ipso__rules_shape = {"roster rules", sizeof(ipso_roster_rules),
                                       init_ipso_roster_rules, rules_fields, COUNT(rules_fields)};

static const ipso__field fair_fields[] = {
    REQUIRED(ipso_fair, "id", STRING, id),      WHO(ipso_fair),
    WORD(ipso_fair, "turn", WORD, turn, turns), SCALAR(ipso_fair, "kind", STRING, kind),
    SCALAR(ipso_fair, "price", POINTS, points),
};
const ipso__shape ipso__fair_shape = {"a fair-turns rule", sizeof(ipso_fair), init_ipso_fair,
                                      fair_fields, COUNT(fair_fields)};

/* ---- practitioners ---- */

static const ipso__field person_site_fields[] = {
    REQUIRED_REF(ipso_practitioner_site, "site", site, SITE),
    SCALAR(ipso_practitioner_site, "price", POINTS, points),
    SCALAR(ipso_practitioner_site, "activation_price", POINTS, activation_points),
};
static const ipso__shape person_site_shape = {"a site of a practitioner",
                                              sizeof(ipso_practitioner_site), NULL,
                                              person_site_fields, COUNT(person_site_fields)};

static const ipso__field wish_fields[] = {
    SCALAR(ipso_wish, "days", DAYS, days),      SCALAR(ipso_wish, "kind", STRING, kind),
    REF(ipso_wish, "site", site, SITE),         SCALAR(ipso_wish, "wanted", BOOL, wanted),
    SCALAR(ipso_wish, "price", POINTS, points),
};
static const ipso__shape wish_shape = {"a wish", sizeof(ipso_wish), init_ipso_wish, wish_fields,
                                       COUNT(wish_fields)};

static const ipso__field turn_fields[] = {
    REQUIRED_REF(ipso_turns, "fair_turns", fair_rule, FAIR),
    SCALAR(ipso_turns, "turns", INT, turns),
    SCALAR(ipso_turns, "weeks", INT, weeks),
    SCALAR(ipso_turns, "days", INT, days),
};
static const ipso__shape turn_shape = {"turns taken", sizeof(ipso_turns), NULL, turn_fields,
                                       COUNT(turn_fields)};

static const ipso__field history_fields[] = {
    SCALAR(ipso_history, "run_days", INT, run_days),
    SCALAR(ipso_history, "run_off_days", INT, run_off_days),
    SCALAR(ipso_history, "last_end", TIME, last_end_min),
    SCALAR(ipso_history, "last_kind", STRING, last_kind),
    REF(ipso_history, "last_site", last_site, SITE),
    SCALAR(ipso_history, "week_minutes", INT, week_minutes),
    SCALAR(ipso_history, "week_days", INT, week_days),
    SCALAR(ipso_history, "weekend_worked", BOOL, weekend_worked),
    OBJECTS(ipso_history, "turns", turns, turn_count, turn_shape),
};
static const ipso__shape history_shape = {"a history", sizeof(ipso_history), init_ipso_history,
                                          history_fields, COUNT(history_fields)};

static const ipso__field practitioner_fields[] = {
    REQUIRED(ipso_practitioner, "id", STRING, id),
    SCALAR(ipso_practitioner, "name", NAME, name),
    REQUIRED(ipso_practitioner, "role", STRING, role),
    LIST(ipso_practitioner, "skills", STRINGS, skills, skill_count),
    OBJECTS(ipso_practitioner, "sites", sites, site_count, person_site_shape),
    SCALAR(ipso_practitioner, "share_percent", INT, share_percent),
    OBJECTS(ipso_practitioner, "leave", leave, leave_count, range_shape),
    OBJECTS(ipso_practitioner, "availability", availability, availability_count, hours_shape),
    OBJECTS(ipso_practitioner, "wishes", wishes, wish_count, wish_shape),
    SCALAR(ipso_practitioner, "pace", NUMBER, pace),
    SCALAR(ipso_practitioner, "panel", INT, panel),
    REFS(ipso_practitioner, "supervisors", supervisors, supervisor_count, PRACTITIONER),
    SCALAR(ipso_practitioner, "teleconsultation", BOOL, teleconsultation),
    OBJECT(ipso_practitioner, "history", history, history_shape),
    OBJECT(ipso_practitioner, "rules", rules, ipso__rules_shape),
};
const ipso__shape ipso__practitioner_shape = {"a practitioner", sizeof(ipso_practitioner),
                                              init_ipso_practitioner, practitioner_fields,
                                              COUNT(practitioner_fields)};
