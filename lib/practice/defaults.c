/* Defaults of every description.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/practice.h>

static ipso_limit limit(int min, int max)
{
    return (ipso_limit){.min = min, .max = max, .points = IPSO_HARD};
}

void ipso_days_init(ipso_days *days)
{
    *days = (ipso_days){.weekdays = IPSO_ALL_DAYS};
}

static ipso_days every_day(void)
{
    ipso_days days;

    ipso_days_init(&days);
    return days;
}

void ipso_horizon_init(ipso_horizon *horizon)
{
    *horizon = (ipso_horizon){.name = "",
                              .days = 7,
                              .time_zone = "Europe/Paris",
                              .grid_min = 5,
                              .calendar = IPSO_CALENDAR_FR};
}

void ipso_extended_init(ipso_extended *extended)
{
    *extended = (ipso_extended){.before_min = 480,
                                .after_min = 1200,
                                .holidays = true,
                                .sundays = true,
                                .other_points = IPSO_HARD};
}

void ipso_site_init(ipso_site *site)
{
    *site = (ipso_site){.rooms = IPSO_ANY, .rooms_points = IPSO_HARD};
}

void ipso_roster_rules_init(ipso_roster_rules *rules)
{
    *rules = (ipso_roster_rules){.duties_per_day = 1,
                                 .split_gap_min = 60,
                                 .rest_min = 660,
                                 .rest_points = IPSO_HARD,
                                 .week_minutes = limit(0, IPSO_NO_MAX),
                                 .horizon_minutes = limit(0, IPSO_NO_MAX),
                                 .week_days = limit(0, 6),
                                 .run_days = limit(0, 6),
                                 .run_off_days = limit(0, IPSO_NO_MAX),
                                 .weekends = limit(0, IPSO_NO_MAX),
                                 .supervision_points = IPSO_HARD,
                                 .site_groups = limit(0, IPSO_NO_MAX)};
}

void ipso_history_init(ipso_history *history)
{
    *history = (ipso_history){.last_site = IPSO_ANY};
}

void ipso_practitioner_init(ipso_practitioner *practitioner)
{
    *practitioner =
        (ipso_practitioner){.share_percent = 100, .pace = 1.0, .teleconsultation = true};
    ipso_history_init(&practitioner->history);
    ipso_roster_rules_init(&practitioner->rules);
}

void ipso_wish_init(ipso_wish *wish)
{
    *wish = (ipso_wish){.days = every_day(), .site = IPSO_ANY, .wanted = true, .points = 50};
}

void ipso_duty_init(ipso_duty *duty)
{
    *duty = (ipso_duty){.kind = "day", .site = IPSO_ANY, .days = every_day()};
}

void ipso_duty_rule_init(ipso_duty_rule *rule)
{
    *rule = (ipso_duty_rule){.kind = "day", .days = every_day(), .step_min = 30};
}

void ipso_pin_init(ipso_pin *pin)
{
    *pin = (ipso_pin){.duty = IPSO_ANY};
}

void ipso_cover_init(ipso_cover *cover)
{
    *cover = (ipso_cover){.days = every_day(),
                          .min = 1,
                          .max = IPSO_NO_MAX,
                          .short_points = 2000,
                          .over_points = IPSO_HARD};
}

void ipso_succession_init(ipso_succession *succession)
{
    *succession = (ipso_succession){.points = IPSO_HARD};
}

void ipso_kind_limit_init(ipso_kind_limit *kind_limit)
{
    *kind_limit = (ipso_kind_limit){.points = IPSO_HARD};
}

void ipso_fair_init(ipso_fair *fair)
{
    *fair = (ipso_fair){.turn = IPSO_TURN_EXTENDED, .points = 100};
}

void ipso_protected_init(ipso_protected *protected_time)
{
    *protected_time = (ipso_protected){.site = IPSO_ANY, .days = every_day()};
}

void ipso_patient_class_init(ipso_patient_class *patient_class)
{
    *patient_class = (ipso_patient_class){.time_factor = 1.0};
}

void ipso_law_init(ipso_law *law)
{
    *law = (ipso_law){.kind = IPSO_LAW_LOGNORMAL, .cv = 0.30};
}

void ipso_type_init(ipso_type *type)
{
    *type = (ipso_type){.care = IPSO_CARE_OTHER,
                        .modes = IPSO_MODE_SITE,
                        .lead_min_days = -1,
                        .lead_max_days = -1,
                        .unmet_points = -1,
                        .target_points = 150};
    ipso_law_init(&type->law);
}

void ipso_demand_init(ipso_demand *demand)
{
    *demand = (ipso_demand){.patient_class = IPSO_ANY,
                            .site = IPSO_ANY,
                            .days = every_day(),
                            .end_min = IPSO_DAY_MIN,
                            .dispersion = 1.5};
}

void ipso_window_init(ipso_window *window)
{
    *window = (ipso_window){.end_min = IPSO_DAY_MIN};
}

void ipso_request_init(ipso_request *request)
{
    *request = (ipso_request){.patient_class = IPSO_ANY,
                              .practitioner = IPSO_ANY,
                              .accepts_others = true,
                              .site = IPSO_ANY,
                              .priority_percent = 100,
                              .after = IPSO_ANY,
                              .max_gap_min = IPSO_NO_MAX};
}

void ipso_fixed_init(ipso_fixed *fixed)
{
    *fixed = (ipso_fixed){.patient_class = IPSO_ANY,
                          .site = IPSO_ANY,
                          .mode = IPSO_MODE_SITE,
                          .own_practitioner = IPSO_ANY,
                          .accepts_others = true,
                          .wanted_site = IPSO_ANY,
                          .max_gap_min = IPSO_NO_MAX};
}

void ipso_weights_init(ipso_weights *weights)
{
    *weights = (ipso_weights){.staffing_points = 10,
                              .overrun_points = 10,
                              .wait_points = 5,
                              .continuity_points = 40,
                              .tele_points = 20,
                              .direct_wait_points = 1,
                              .idle_points = 5,
                              .overtime_points = 8};
}

void ipso_booking_rules_init(ipso_booking_rules *rules)
{
    *rules = (ipso_booking_rules){.ahead_days = IPSO_MAX_DAYS,
                                  .patient_open_h = IPSO_NO_MAX,
                                  .professional_open_h = IPSO_NO_MAX,
                                  .proposal_s = 3600};
}
