/* A practice: making it, reading it, matching days and people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/practice.h"

#include "practice/copy.h"
#include "practice/expect.h"

#include <stdlib.h>
#include <string.h>

#define MAX_NOTICE_MIN 10080                /* a week of opening around the clock */
#define MAX_LEAD_H     (24 * IPSO_MAX_DAYS) /* as long as a horizon can be */
#define MAX_PROPOSAL_S (7 * 24 * 3600)

static void expect_horizon(ipso__checker *checker, const ipso_horizon *horizon)
{
    const char *zone = horizon->time_zone;

    ipso__expect_text(checker, "name", horizon->name);
    ipso__expect_date(checker, "first_day", horizon->first_day);
    ipso__expect_int(checker, "days", horizon->days, 1, IPSO_MAX_DAYS);
    ipso__expect(checker, zone != NULL && zone[0] != '\0', "time_zone", "time_zone is empty");
    ipso__expect_text(checker, "time_zone", zone);
    ipso__expect(checker,
                 horizon->grid_min == 1 || horizon->grid_min == 5 || horizon->grid_min == 10 ||
                     horizon->grid_min == 15,
                 "grid_min", "grid_min is %d, not one of 1, 5, 10 and 15", horizon->grid_min);
    ipso__expect(checker, (unsigned)horizon->calendar <= IPSO_CALENDAR_FR_ALSACE_MOSELLE,
                 "public_holidays", "calendar %d is none of the known ones",
                 (int)horizon->calendar);
    for (size_t i = 0; i < horizon->holiday_count; i++) {
        ipso__checker date = ipso__checker_child(checker, "public_holidays/dates", i);

        ipso__expect_date(&date, "", horizon->holidays[i]);
    }
}

static void mark_holidays(ipso_practice *practice)
{
    const ipso_horizon *horizon = &practice->horizon;

    for (int day = 0; day < horizon->days; day++) {
        ipso_date date = horizon->first_day + day;

        practice->holiday[day] = ipso_calendar_holiday(horizon->calendar, date) != NULL;
        for (size_t i = 0; i < horizon->holiday_count; i++)
            practice->holiday[day] |= horizon->holidays[i] == date;
    }
}

ipso_status ipso_practice_new(ipso_practice **practice, const ipso_horizon *horizon,
                              ipso_error *err)
{
    ipso_practice *made;
    ipso__checker checker;
    ipso_status status;

    ipso__checker_init(&checker, err, &status, "/horizon");
    expect_horizon(&checker, horizon);
    if (status != IPSO_OK)
        return status;
    made = ipso__calloc(1, sizeof *made);
    if (made == NULL)
        return ipso__fail_nomem(err);
    made->horizon = *horizon;
    ipso_extended_init(&made->extended);
    ipso_weights_init(&made->weights);
    ipso_booking_rules_init(&made->booking);
    ipso_behaviour_init(&made->behaviour);
    made->horizon.holidays = IPSO__COPIED(&made->arena, horizon->holidays, horizon->holiday_count);
    made->holiday = ipso__arena_alloc(&made->arena, (size_t)horizon->days, sizeof *made->holiday);
    if (made->horizon.holidays == NULL || made->holiday == NULL ||
        !ipso__copy_text(&made->arena, &made->horizon.name) ||
        !ipso__copy_text(&made->arena, &made->horizon.time_zone)) {
        ipso_practice_free(made);
        return ipso__fail_nomem(err);
    }
    if (made->horizon.name == NULL)
        made->horizon.name = "";
    mark_holidays(made);
    *practice = made;
    return IPSO_OK;
}

void ipso_practice_free(ipso_practice *practice)
{
    if (practice == NULL)
        return;
    free(practice->sites.items);
    free(practice->classes.items);
    free(practice->fair.items);
    free(practice->practitioners.items);
    free(practice->duties.items);
    free(practice->pins.items);
    free(practice->covers.items);
    free(practice->successions.items);
    free(practice->kind_limits.items);
    free(practice->types.items);
    free(practice->protected_time.items);
    free(practice->demand.items);
    free(practice->requests.items);
    free(practice->fixed.items);
    ipso__arena_finish(&practice->arena);
    free(practice);
}

ipso_status ipso_practice_set_extended(ipso_practice *practice, const ipso_extended *extended,
                                       ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/extended_hours");
    ipso__expect_time(&checker, "before", extended->before_min, 0, IPSO_DAY_MIN);
    ipso__expect_time(&checker, "after", extended->after_min, extended->before_min, IPSO_DAY_MIN);
    ipso__expect_price(&checker, "other_price", extended->other_points);
    if (status == IPSO_OK)
        practice->extended = *extended;
    return status;
}

ipso_status ipso_practice_set_weights(ipso_practice *practice, const ipso_weights *weights,
                                      ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/weights");
    ipso__expect_points(&checker, "staffing", weights->staffing_points);
    ipso__expect_points(&checker, "duty_hour", weights->duty_hour_points);
    ipso__expect_points(&checker, "overrun", weights->overrun_points);
    ipso__expect_points(&checker, "wait", weights->wait_points);
    ipso__expect_points(&checker, "continuity", weights->continuity_points);
    ipso__expect_points(&checker, "tele", weights->tele_points);
    ipso__expect_points(&checker, "direct_wait", weights->direct_wait_points);
    ipso__expect_points(&checker, "idle", weights->idle_points);
    ipso__expect_points(&checker, "overtime", weights->overtime_points);
    if (status == IPSO_OK)
        practice->weights = *weights;
    return status;
}

ipso_status ipso_practice_set_booking(ipso_practice *practice, const ipso_booking_rules *rules,
                                      ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/booking");
    ipso__expect_int(&checker, "notice_min", rules->notice_min, 0, MAX_NOTICE_MIN);
    ipso__expect_int(&checker, "ahead_days", rules->ahead_days, 0, IPSO_MAX_DAYS);
    if (rules->patient_open_h != IPSO_NO_MAX)
        ipso__expect_int(&checker, "patient_open_h", rules->patient_open_h, 0, MAX_LEAD_H);
    if (rules->professional_open_h != IPSO_NO_MAX)
        ipso__expect_int(&checker, "professional_open_h", rules->professional_open_h, 0,
                         MAX_LEAD_H);
    ipso__expect_int(&checker, "release_h", rules->release_h, 0, MAX_LEAD_H);
    ipso__expect_int(&checker, "proposal_s", rules->proposal_s, 1, MAX_PROPOSAL_S);
    if (status == IPSO_OK)
        practice->booking = *rules;
    return status;
}

/* ---- reading ---- */

bool ipso_practice_validated(const ipso_practice *practice)
{
    return practice->validated;
}

const ipso_horizon *ipso_practice_horizon(const ipso_practice *practice)
{
    return &practice->horizon;
}

const ipso_extended *ipso_practice_extended(const ipso_practice *practice)
{
    return &practice->extended;
}

const ipso_weights *ipso_practice_weights(const ipso_practice *practice)
{
    return &practice->weights;
}

const ipso_booking_rules *ipso_practice_booking(const ipso_practice *practice)
{
    return &practice->booking;
}

const ipso_behaviour *ipso_practice_behaviour(const ipso_practice *practice)
{
    return &practice->behaviour;
}

#define DEFINE_READERS(noun, kind, list)                                                           \
    int ipso_practice_##noun##_count(const ipso_practice *practice)                                \
    {                                                                                              \
        return (int)practice->list.count;                                                          \
    }                                                                                              \
    const kind *ipso_practice_##noun(const ipso_practice *practice, int index)                     \
    {                                                                                              \
        if (index < 0 || (size_t)index >= practice->list.count)                                    \
            return NULL;                                                                           \
        return IPSO__ITEM(practice->list, kind, index);                                            \
    }

DEFINE_READERS(site, ipso_site, sites)
DEFINE_READERS(class, ipso_patient_class, classes)
DEFINE_READERS(fair, ipso_fair, fair)
DEFINE_READERS(practitioner, ipso_practitioner, practitioners)
DEFINE_READERS(duty, ipso_duty, duties)
DEFINE_READERS(pin, ipso_pin, pins)
DEFINE_READERS(cover, ipso_cover, covers)
DEFINE_READERS(succession, ipso_succession, successions)
DEFINE_READERS(kind_limit, ipso_kind_limit, kind_limits)
DEFINE_READERS(type, ipso_type, types)
DEFINE_READERS(protected, ipso_protected, protected_time)
DEFINE_READERS(demand, ipso_demand, demand)
DEFINE_READERS(request, ipso_request, requests)
DEFINE_READERS(fixed, ipso_fixed, fixed)

/* ---- matching ---- */

bool ipso_practice_is_holiday(const ipso_practice *practice, int day)
{
    return day >= 0 && day < practice->horizon.days && practice->holiday[day];
}

bool ipso_practice_day_matches(const ipso_practice *practice, const ipso_days *days, int day)
{
    ipso_date date = practice->horizon.first_day + day;
    unsigned bit = ipso_practice_is_holiday(practice, day) ? (unsigned)IPSO_HOLIDAY
                                                           : 1u << ipso_date_weekday(date);

    if ((days->weekdays & bit) != 0)
        return true;
    for (size_t i = 0; i < days->date_count; i++)
        if (days->dates[i] == date)
            return true;
    return false;
}

static bool has_text(const char *const *texts, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(texts[i], text) == 0)
            return true;
    return false;
}

bool ipso_practice_who_matches(const ipso_practice *practice, const ipso_who *who, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(practice, practitioner);
    bool listed = who->practitioner_count == 0;

    if (person == NULL)
        return false;
    if (who->role_count > 0 && !has_text(who->roles, who->role_count, person->role))
        return false;
    for (size_t i = 0; i < who->skill_count; i++)
        if (!has_text(person->skills, person->skill_count, who->skills[i]))
            return false;
    for (size_t i = 0; i < who->practitioner_count && !listed; i++)
        listed = who->practitioners[i] == practitioner;
    return listed;
}
