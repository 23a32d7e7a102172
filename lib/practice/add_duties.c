/* Adding duties and the rules of the roster that join people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/copy.h"
#include "practice/expect.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_DUTIES 20000

static void expect_days(ipso__checker *checker, const ipso_days *days)
{
    ipso__expect(checker, days->weekdays <= IPSO_ALL_DAYS, "days", "an unknown day");
    ipso__expect(checker, days->weekdays != 0 || days->date_count != 0, "days", "no day is named");
}

static void expect_breaks(const ipso__checker *parent, const ipso_interval *breaks, size_t count,
                          int grid_min)
{
    for (size_t i = 0; i < count; i++) {
        ipso__checker checker = ipso__checker_child(parent, "breaks", i);

        ipso__expect_span(&checker, breaks[i].start_min, breaks[i].end_min);
        ipso__expect_time_grid(&checker, "from", breaks[i].start_min, grid_min);
        ipso__expect_time_grid(&checker, "to", breaks[i].end_min, grid_min);
        ipso__expect(&checker, i == 0 || breaks[i].start_min >= breaks[i - 1].end_min, "",
                     "breaks overlap or are out of order");
    }
}

static void expect_duty(const ipso__checker *parent, const ipso_practice *practice,
                        const ipso_duty *duty)
{
    ipso__checker checker = *parent;
    int grid_min = practice->horizon.grid_min;

    ipso__expect_id(&checker, "id", duty->id);
    ipso__expect_id(&checker, "kind", duty->kind);
    ipso__expect_index(&checker, "site", duty->site, practice->sites.count, true);
    expect_days(&checker, &duty->days);
    ipso__expect_span(&checker, duty->start_min, duty->end_min);
    ipso__expect_time_grid(&checker, "from", duty->start_min, grid_min);
    ipso__expect_time_grid(&checker, "to", duty->end_min, grid_min);
    expect_breaks(parent, duty->breaks, duty->break_count, grid_min);
    for (size_t i = 0; i < duty->break_count; i++) {
        ipso__checker inside = ipso__checker_child(parent, "breaks", i);

        ipso__expect(&inside,
                     duty->breaks[i].start_min >= duty->start_min &&
                         duty->breaks[i].end_min <= duty->end_min,
                     "", "the break is not inside the duty");
    }
}

static bool copy_duty(ipso__arena *arena, ipso_duty *copy)
{
    copy->breaks = IPSO__COPIED(arena, copy->breaks, copy->break_count);
    return copy->breaks != NULL && ipso__copy_text(arena, &copy->id) &&
           ipso__copy_text(arena, &copy->kind) && ipso__copy_days(arena, &copy->days) &&
           ipso__copy_who(arena, &copy->who);
}

ipso_status ipso_practice_add_duty(ipso_practice *practice, const ipso_duty *duty, ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_duty copy = *duty;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/duties/%zu", practice->duties.count);
    ipso__expect(&checker, practice->duties.count < MAX_DUTIES, "", "more than %d duties",
                 MAX_DUTIES);
    expect_duty(&checker, practice, duty);
    if (status != IPSO_OK)
        return status;
    if (!copy_duty(&practice->arena, &copy))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->duties, &copy, sizeof copy, err);
}

/* ---- duties by rule ---- */

static void expect_rule(const ipso__checker *parent, const ipso_practice *practice,
                        const ipso_duty_rule *rule)
{
    ipso__checker checker = *parent;
    int grid_min = practice->horizon.grid_min;

    ipso__expect_id(&checker, "id", rule->id);
    ipso__expect_id(&checker, "kind", rule->kind);
    for (size_t i = 0; i < rule->site_count; i++) {
        ipso__checker site = ipso__checker_child(parent, "sites", i);

        ipso__expect_index(&site, "", rule->sites[i], practice->sites.count, false);
    }
    expect_days(&checker, &rule->days);
    ipso__expect_time(&checker, "earliest_start", rule->earliest_start_min, 0, IPSO_DAY_MIN);
    ipso__expect_time(&checker, "latest_start", rule->latest_start_min, rule->earliest_start_min,
                      IPSO_DAY_MIN);
    ipso__expect_time_grid(&checker, "earliest_start", rule->earliest_start_min, grid_min);
    ipso__expect_int(&checker, "step_min", rule->step_min, grid_min, IPSO_DAY_MIN);
    ipso__expect_grid(&checker, "step_min", rule->step_min, grid_min);
    ipso__expect(&checker, rule->length_count > 0, "lengths_min", "no length is given");
    for (size_t i = 0; i < rule->length_count; i++) {
        ipso__checker length = ipso__checker_child(parent, "lengths_min", i);

        ipso__expect(&length, rule->lengths_min[i] > 0 && rule->lengths_min[i] <= IPSO_DAY_MIN, "",
                     "%d min is not a length of 1 to %d min", rule->lengths_min[i], IPSO_DAY_MIN);
        ipso__expect(&length, rule->lengths_min[i] % grid_min == 0, "",
                     "%d min is not a multiple of the %d min grid", rule->lengths_min[i], grid_min);
    }
    expect_breaks(parent, rule->breaks, rule->break_count, grid_min);
}

/* Adds the duty of one site, start and length; the breaks inside it are contiguous in the rule's
 * list only by chance, so they are gathered first. */
static ipso_status add_ruled_duty(ipso_practice *practice, const ipso_duty_rule *rule, int site,
                                  int start_min, int length_min, ipso_error *err)
{
    char id[IPSO_ERROR_TEXT_SIZE], start[IPSO_TIME_SIZE], end[IPSO_TIME_SIZE];
    ipso_interval *breaks = ipso__calloc(rule->break_count, sizeof *breaks);
    ipso_status status;
    ipso_duty duty;

    if (breaks == NULL)
        return ipso__fail_nomem(err);
    ipso_duty_init(&duty);
    ipso_time_format(start_min, start);
    ipso_time_format(start_min + length_min, end);
    snprintf(id, sizeof id, "%s/%s/%s-%s", rule->id,
             IPSO__ITEM(practice->sites, ipso_site, site)->id, start, end);
    duty.id = id;
    duty.kind = rule->kind;
    duty.site = site;
    duty.days = rule->days;
    duty.start_min = start_min;
    duty.end_min = start_min + length_min;
    duty.who = rule->who;
    duty.breaks = breaks;
    for (size_t i = 0; i < rule->break_count; i++)
        if (rule->breaks[i].start_min >= duty.start_min && rule->breaks[i].end_min <= duty.end_min)
            breaks[duty.break_count++] = rule->breaks[i];
    status = ipso_practice_add_duty(practice, &duty, err);
    free(breaks);
    return status;
}

static ipso_status add_ruled_duties_at(ipso_practice *practice, const ipso_duty_rule *rule,
                                       int site, ipso_error *err)
{
    for (int start = rule->earliest_start_min; start <= rule->latest_start_min;
         start += rule->step_min)
        for (size_t i = 0; i < rule->length_count; i++) {
            ipso_status status = IPSO_OK;

            if (start + rule->lengths_min[i] <= IPSO_DAY_MIN)
                status = add_ruled_duty(practice, rule, site, start, rule->lengths_min[i], err);
            if (status != IPSO_OK)
                return status;
        }
    return IPSO_OK;
}

ipso_status ipso_practice_add_duty_rule(ipso_practice *practice, const ipso_duty_rule *rule,
                                        ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    size_t before = practice->duties.count;
    size_t site_count = rule->site_count > 0 ? rule->site_count : practice->sites.count;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/duties/%zu", before);
    expect_rule(&checker, practice, rule);
    for (size_t i = 0; i < site_count && status == IPSO_OK; i++)
        status = add_ruled_duties_at(practice, rule, rule->site_count > 0 ? rule->sites[i] : (int)i,
                                     err);
    ipso__expect(&checker, status != IPSO_OK || practice->duties.count > before, "",
                 "the rule makes no duty that ends within its day");
    if (status != IPSO_OK)
        practice->duties.count = before;
    return status;
}

/* ---- rules that join people ---- */

ipso_status ipso_practice_add_pin(ipso_practice *practice, const ipso_pin *pin, ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    const ipso_horizon *horizon = &practice->horizon;
    char date[IPSO_DATE_SIZE];
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/pins/%zu", practice->pins.count);
    ipso__expect_index(&checker, "practitioner", pin->practitioner, practice->practitioners.count,
                       false);
    ipso__expect_index(&checker, "duty", pin->duty, practice->duties.count, true);
    ipso__expect_date(&checker, "date", pin->date);
    if (status != IPSO_OK)
        return status;
    ipso_date_format(pin->date, date);
    ipso__expect(&checker,
                 pin->date >= horizon->first_day && pin->date < horizon->first_day + horizon->days,
                 "date", "%s is outside the horizon", date);
    if (status != IPSO_OK)
        return status;
    return ipso__list_append(&practice->pins, pin, sizeof *pin, err);
}

static void expect_cover(const ipso__checker *parent, const ipso_practice *practice,
                         const ipso_cover *cover)
{
    ipso__checker checker = *parent;

    ipso__expect_id(&checker, "id", cover->id);
    for (size_t i = 0; i < cover->site_count; i++) {
        ipso__checker site = ipso__checker_child(parent, "sites", i);

        ipso__expect_index(&site, "", cover->sites[i], practice->sites.count, false);
    }
    for (size_t i = 0; i < cover->kind_count; i++) {
        ipso__checker kind = ipso__checker_child(parent, "kinds", i);

        ipso__expect_id(&kind, "", cover->kinds[i]);
    }
    expect_days(&checker, &cover->days);
    if (cover->start_min != 0 || cover->end_min != 0)
        ipso__expect_span(&checker, cover->start_min, cover->end_min);
    ipso__expect_int(&checker, "min", cover->min, 0, 1000);
    ipso__expect(&checker, cover->max >= cover->min, "max", "max %d is below min %d", cover->max,
                 cover->min);
    ipso__expect_price(&checker, "short_price", cover->short_points);
    ipso__expect_price(&checker, "over_price", cover->over_points);
}

ipso_status ipso_practice_add_cover(ipso_practice *practice, const ipso_cover *cover,
                                    ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_cover copy = *cover;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/cover/%zu", practice->covers.count);
    expect_cover(&checker, practice, cover);
    if (status != IPSO_OK)
        return status;
    copy.sites = IPSO__COPIED(&practice->arena, cover->sites, cover->site_count);
    if (copy.sites == NULL || !ipso__copy_text(&practice->arena, &copy.id) ||
        !ipso__copy_texts(&practice->arena, &copy.kinds, copy.kind_count) ||
        !ipso__copy_days(&practice->arena, &copy.days) ||
        !ipso__copy_who(&practice->arena, &copy.who))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->covers, &copy, sizeof copy, err);
}

ipso_status ipso_practice_add_succession(ipso_practice *practice, const ipso_succession *succession,
                                         ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_succession copy = *succession;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/successions/%zu", practice->successions.count);
    ipso__expect_id(&checker, "before", succession->before);
    ipso__expect_id(&checker, "after", succession->after);
    ipso__expect_price(&checker, "price", succession->points);
    if (status != IPSO_OK)
        return status;
    if (!ipso__copy_text(&practice->arena, &copy.before) ||
        !ipso__copy_text(&practice->arena, &copy.after) ||
        !ipso__copy_who(&practice->arena, &copy.who))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->successions, &copy, sizeof copy, err);
}

ipso_status ipso_practice_add_kind_limit(ipso_practice *practice, const ipso_kind_limit *limit,
                                         ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_kind_limit copy = *limit;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/kind_limits/%zu", practice->kind_limits.count);
    ipso__expect_id(&checker, "kind", limit->kind);
    ipso__expect_int(&checker, "max", limit->max, 0, 2 * IPSO_MAX_DAYS);
    ipso__expect_price(&checker, "price", limit->points);
    if (status != IPSO_OK)
        return status;
    if (!ipso__copy_text(&practice->arena, &copy.kind) ||
        !ipso__copy_who(&practice->arena, &copy.who))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->kind_limits, &copy, sizeof copy, err);
}

static void expect_protected(const ipso__checker *parent, const ipso_practice *practice,
                             const ipso_protected *time)
{
    ipso__checker checker = *parent;
    int grid_min = practice->horizon.grid_min;
    bool fixed_window = time->start_min != 0 || time->end_min != 0;

    ipso__expect_id(&checker, "id", time->id);
    ipso__expect_text(&checker, "name", time->name);
    ipso__expect_index(&checker, "site", time->site, practice->sites.count, true);
    expect_days(&checker, &time->days);
    if (fixed_window)
        ipso__expect_span(&checker, time->start_min, time->end_min);
    ipso__expect_time_grid(&checker, "from", time->start_min, grid_min);
    ipso__expect_time_grid(&checker, "to", time->end_min, grid_min);
    ipso__expect_int(&checker, "minutes_at_start", time->minutes_at_start, 0, IPSO_DAY_MIN);
    ipso__expect_int(&checker, "minutes_at_end", time->minutes_at_end, 0, IPSO_DAY_MIN);
    ipso__expect_grid(&checker, "minutes_at_start", time->minutes_at_start, grid_min);
    ipso__expect_grid(&checker, "minutes_at_end", time->minutes_at_end, grid_min);
    ipso__expect(&checker, fixed_window != (time->minutes_at_start > 0 || time->minutes_at_end > 0),
                 "", "protected time has either a window (from, to) or minutes of each duty");
    ipso__expect(&checker, fixed_window || (time->admit_count == 0 && time->attendance_points == 0),
                 "", "only a window can admit appointment types or ask for attendance");
    for (size_t i = 0; i < time->admit_count; i++) {
        ipso__checker admit = ipso__checker_child(parent, "admits", i);

        ipso__expect_index(&admit, "", time->admits[i], practice->types.count, false);
    }
    ipso__expect_price(&checker, "attendance_price", time->attendance_points);
}

ipso_status ipso_practice_add_protected(ipso_practice *practice,
                                        const ipso_protected *protected_time, ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_protected copy = *protected_time;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/protected_time/%zu",
                       practice->protected_time.count);
    expect_protected(&checker, practice, protected_time);
    if (status != IPSO_OK)
        return status;
    if (copy.name == NULL)
        copy.name = copy.id;
    copy.admits = IPSO__COPIED(&practice->arena, copy.admits, copy.admit_count);
    if (copy.admits == NULL || !ipso__copy_text(&practice->arena, &copy.id) ||
        !ipso__copy_text(&practice->arena, &copy.name) ||
        !ipso__copy_days(&practice->arena, &copy.days) ||
        !ipso__copy_who(&practice->arena, &copy.who))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->protected_time, &copy, sizeof copy, err);
}
