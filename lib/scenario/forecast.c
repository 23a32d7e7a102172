/* Forecast demand: a week's expected patients spread over days and hours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/build.h"

#define WEEKDAYS (IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY)

/* Days that look alike, and the weight of one of them in a week's acute need. */
typedef struct day_group {
    unsigned days;
    int weight;
} day_group;

static const day_group MONDAYS = {IPSO_MONDAY, 24};
static const day_group MIDWEEK = {WEEKDAYS & ~(unsigned)IPSO_MONDAY, 18};
static const day_group SATURDAYS = {IPSO_SATURDAY, 10};
static const day_group HOLIDAYS = {IPSO_HOLIDAY, 12};

/* Part of a day and its weight in the day's need. */
typedef struct day_part {
    int start_min, end_min, weight;
} day_part;

/* The peak of demand is from 8:00 to 10:00. */
static const day_part WEEKDAY_PARTS[] = {{450, 480, 3},   {480, 600, 30},   {600, 780, 23},
                                         {780, 1020, 24}, {1020, 1200, 15}, {1200, 1260, 5}};
static const day_part VISITING_PARTS[] = {{480, 600, 30}, {600, 780, 23}, {780, 1200, 39}};
static const day_part SATURDAY_PARTS[] = {{480, 600, 40}, {600, 780, 40}, {780, 1020, 20}};
static const day_part HOLIDAY_PARTS[] = {{540, 780, 60}, {780, 1020, 40}};

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

/* Whole days of the week that match days, holidays apart. */
static int matching_days(const ipso__build *build, unsigned days)
{
    int count = 0;
    for (int day = 0; day < 7; day++) {
        unsigned bit = ipso__build_holiday(build, day) ? IPSO_HOLIDAY : 1u << day;
        count += (days & bit) != 0;
    }
    return count;
}

/* Adds an entry of so many hundredths of a patient on each matching day. */
static void add_entry(ipso__build *build, const ipso__share *share, int site, unsigned days,
                      int start_min, int end_min, int64_t hundredths)
{
    if (!ipso__build_ok(build) || (hundredths == 0 && !share->always))
        return;
    ipso_demand demand;
    ipso_demand_init(&demand);
    demand.type = build->types[share->kind];
    demand.patient_class = share->patient_class;
    demand.site = site;
    demand.days.weekdays = days;
    demand.start_min = start_min;
    demand.end_min = end_min;
    if (share->panel > 0) /* in ten thousandths */
        demand.per_1000_panel =
            (double)((hundredths * 100000 + share->panel / 2) / share->panel) / 10000.0;
    else
        demand.mean = (double)hundredths / 100.0;
    build->status = ipso_practice_add_demand(build->practice, &demand, build->err);
}

/* part of total of the share's hundredths, rounded half up. */
static int64_t part_of(const ipso__share *share, int64_t part, int64_t total)
{
    return (2 * share->hundredths * part + total) / (2 * total);
}

/* One day of the group takes weight / week_weight of the patients, spread over those parts of the
 * day that the opening hours contain. */
static void add_acute_group(ipso__build *build, int site, day_group group, const ipso__share *share,
                            int week_weight, const day_part *parts, int part_count, int open_min,
                            int close_min)
{
    if (matching_days(build, group.days) == 0)
        return;
    int part_weight = 0;
    for (int i = 0; i < part_count; i++) {
        if (parts[i].end_min > open_min && parts[i].start_min < close_min)
            part_weight += parts[i].weight;
    }
    for (int i = 0; i < part_count; i++) {
        if (parts[i].end_min > open_min && parts[i].start_min < close_min)
            add_entry(build, share, site, group.days, parts[i].start_min, parts[i].end_min,
                      part_of(share, (int64_t)group.weight * parts[i].weight,
                              (int64_t)week_weight * part_weight));
    }
}

static void add_acute(ipso__build *build, int site, const ipso__opening *opening,
                      const ipso__share *share)
{
    bool saturdays = opening->saturday_close_min > 0;
    int week = MONDAYS.weight * matching_days(build, MONDAYS.days) +
               MIDWEEK.weight * matching_days(build, MIDWEEK.days);
    if (saturdays)
        week += SATURDAYS.weight * matching_days(build, SATURDAYS.days);
    if (opening->holidays)
        week += HOLIDAYS.weight * matching_days(build, HOLIDAYS.days);

    const day_part *parts = opening->visits ? VISITING_PARTS : WEEKDAY_PARTS;
    int part_count = opening->visits ? COUNT(VISITING_PARTS) : COUNT(WEEKDAY_PARTS);
    add_acute_group(build, site, MONDAYS, share, week, parts, part_count, opening->open_min,
                    opening->close_min);
    add_acute_group(build, site, MIDWEEK, share, week, parts, part_count, opening->open_min,
                    opening->close_min);
    if (saturdays)
        add_acute_group(build, site, SATURDAYS, share, week, SATURDAY_PARTS, COUNT(SATURDAY_PARTS),
                        510, opening->saturday_close_min);
    if (opening->holidays)
        add_acute_group(build, site, HOLIDAYS, share, week, HOLIDAY_PARTS, COUNT(HOLIDAY_PARTS),
                        540, 1020);
}

/* What is not acute falls on Monday to Friday alike: follow-ups by half-day, the rest by day;
 * what somebody from another site comes for, on that day. */
void ipso__add_share(ipso__build *build, int site, const ipso__opening *opening,
                     const ipso__share *share)
{
    if (!ipso__build_ok(build))
        return;
    int days = matching_days(build, WEEKDAYS);
    int visit_day = share->always ? -1 : ipso__visit_day(build, site, share->kind);
    if (share->kind == IPSO__ACUTE) {
        add_acute(build, site, opening, share);
    } else if (share->kind == IPSO__FOLLOW_UP) {
        add_entry(build, share, site, WEEKDAYS, 480, 780, part_of(share, 1, 2 * days));
        add_entry(build, share, site, WEEKDAYS, 780, 1200, part_of(share, 1, 2 * days));
    } else if (visit_day < 0) {
        add_entry(build, share, site, WEEKDAYS, 480, 1200, part_of(share, 1, days));
    } else {
        add_entry(build, share, site, 1u << visit_day, 480, 1200, share->hundredths);
    }
}

void ipso__add_forecast(ipso__build *build, int site, const ipso__opening *opening,
                        const ipso__load loads[IPSO__KIND_COUNT])
{
    for (int kind = 0; kind < IPSO__KIND_COUNT; kind++) {
        const ipso__share share = {.kind = (ipso__kind)kind,
                                   .patient_class = IPSO_ANY,
                                   .hundredths = 100 * (int64_t)loads[kind].forecast};
        ipso__add_share(build, site, opening, &share);
    }
}
