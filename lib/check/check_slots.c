/* Rules of the slots stage: S1 to S7.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <math.h>

/* ---- S1 ---- */

/* Who, when and what, for the texts of one slot. */
#define SAY_SLOT "%s at %s on %s with %s"
#define SAY_SLOT_OF(checking, slot)                                                                \
    ipso__check_say_type(checking, (slot)->type), ipso__check_say_time((slot)->start_min).text,    \
        ipso__check_say_day(checking, (slot)->day).text,                                           \
        ipso__check_say_name(checking, (slot)->practitioner)

static void misfit(ipso__checking *checking, const ipso_slot *slot, const char *why)
{
    ipso__check_charge(checking, IPSO_RULE_SLOT_FIT, IPSO_HARD, 1,
                       ipso__check_pointer("practitioners", slot->practitioner).text,
                       SAY_SLOT " %s", SAY_SLOT_OF(checking, slot), why);
}

bool ipso__check_length_offered(const ipso__checking *checking, const ipso_slot *slot)
{
    const ipso_type *type = ipso_practice_type(checking->practice, slot->type);

    for (size_t i = 0; i < type->length_count; i++)
        if (type->lengths_min[i] == slot->length_min)
            return true;
    return false;
}

/* Whether the slot of an open need is of its type, and where and when the need may be met. */
static bool fits_demand(const ipso__checking *checking, const ipso_slot *slot)
{
    const ipso_demand *demand = ipso_practice_demand(checking->practice, slot->demand);
    const ipso_type *type = ipso_practice_type(checking->practice, demand->type);
    int wait = slot->day - slot->demand_day;

    return slot->type == demand->type && slot->demand_day >= 0 &&
           slot->demand_day < checking->days &&
           ipso_practice_day_matches(checking->practice, &demand->days, slot->demand_day) &&
           wait >= type->lead_min_days && wait <= type->lead_max_days &&
           (demand->site == IPSO_ANY || slot->site == IPSO_ANY || slot->site == demand->site) &&
           slot->start_min >= demand->start_min &&
           slot->start_min + ipso__check_slot_width(slot) <= demand->end_min;
}

/* Slot fit (S1) of one slot. Of a fixed appointment only the overlap is looked at: it is as it was
 * given (B5), and a duty holds it (R23). */
static void check_slot(ipso__checking *checking, int index)
{
    const ipso_slot *slot = ipso_plan_slot(checking->plan, index);
    const ipso_type *type = ipso_practice_type(checking->practice, slot->type);
    int session = checking->slot_session[index];
    int travel = slot->mode == IPSO_MODE_HOME ? type->travel_min : 0;

    if (slot->use == IPSO_SLOT_FIXED)
        return;
    if (session < 0)
        misfit(checking, slot, "is not inside consulting time");
    else if (!ipso__check_session_admits(&checking->sessions[session], slot->type))
        misfit(checking, slot, "is in time kept for something else");
    else if (ipso__check_session_mode(checking, &checking->sessions[session], slot->type) !=
             slot->mode)
        misfit(checking, slot, "may not be given there in this way");
    if (slot->travel_min != travel)
        misfit(checking, slot, "has the wrong travel time");
    if (slot->start_min % ipso_practice_horizon(checking->practice)->grid_min != 0)
        misfit(checking, slot, "starts off the grid");
    if (slot->use != IPSO_SLOT_BOOKED && !ipso__check_length_offered(checking, slot))
        misfit(checking, slot, "has a length that the type does not have");
    if (slot->use == IPSO_SLOT_OPEN && slot->demand != IPSO_ANY && !fits_demand(checking, slot))
        misfit(checking, slot, "does not fit the need it is kept for");
}

/* Slot fit (S1): no two slots of a practitioner at once. */
static void check_overlaps(ipso__checking *checking, int cell)
{
    int busy_until = 0;

    for (int i = checking->first_slot[cell]; i < checking->first_slot[cell + 1]; i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        int end = slot->start_min + ipso__check_slot_width(slot);
        int common = (end < busy_until ? end : busy_until) - slot->start_min;
        ipso__check_charge(checking, IPSO_RULE_SLOT_FIT, IPSO_HARD, common,
                           ipso__check_pointer("practitioners", slot->practitioner).text,
                           SAY_SLOT " overlaps an earlier one", SAY_SLOT_OF(checking, slot));
        if (end > busy_until)
            busy_until = end;
    }
}

/* ---- S2 and S3 ---- */

/* A group's need beyond its slots: patients expected, and F(infinity) - F(slots). */
typedef struct shortage {
    double patients;
    int64_t points;
} shortage;

static shortage group_shortage(const ipso__checking *checking, int demand, int slots)
{
    const ipso_practice *practice = checking->practice;
    const ipso_type *type =
        ipso_practice_type(practice, ipso_practice_demand(practice, demand)->type);
    shortage short_of = {0, 0};

    for (size_t j = checking->first_tail[demand] + (size_t)slots;
         j < checking->first_tail[demand + 1]; j++) {
        short_of.patients += checking->tails[j];
        short_of.points += ipso__check_nearest((double)type->unmet_points * checking->tails[j]);
    }
    return short_of;
}

/* Acute reserve (S2), forecast need (S3): each group pays for the need expected to find no slot. */
static void check_need(ipso__checking *checking, int index)
{
    const ipso_demand *demand = ipso_practice_demand(checking->practice, index);
    const ipso_type *type = ipso_practice_type(checking->practice, demand->type);
    bool acute = type->care == IPSO_CARE_ACUTE;
    shortage short_of = {0, 0};
    int last = -1;

    for (int t = 0; t < checking->days; t++) {
        int count = checking->group_slots[index * checking->days + t];
        if (!ipso_practice_day_matches(checking->practice, &demand->days, t))
            continue;
        if (count != last)
            short_of = group_shortage(checking, index, count);
        last = count;
        ipso__check_pay(checking, acute ? IPSO_RULE_ACUTE_RESERVE : IPSO_RULE_FORECAST_NEED,
                        ipso__check_nearest(short_of.patients), short_of.points,
                        ipso__check_pointer("demand", index).text,
                        "%s of %s at %s: %d slots, %.2f patients expected without one", type->name,
                        ipso__check_say_day(checking, t).text,
                        demand->site == IPSO_ANY ? "any site"
                                                 : ipso__check_say_site(checking, demand->site),
                        count, short_of.patients);
    }
}

/* ---- S4 and S5 ---- */

/* Forecast wait (S4): days from the day of a need to the day of its slot; not for acute care. */
static void check_wait(ipso__checking *checking, const int *days, int index)
{
    int64_t price = ipso_practice_weights(checking->practice)->wait_points;
    const ipso_type *type = ipso_practice_type(
        checking->practice, ipso_practice_demand(checking->practice, index)->type);

    if (type->care == IPSO_CARE_ACUTE)
        return;
    for (int t = 0; t < checking->days; t++)
        ipso__check_charge(checking, IPSO_RULE_FORECAST_WAIT, price,
                           days[index * checking->days + t],
                           ipso__check_pointer("demand", index).text,
                           "%s of %s waits %d days in all for its slots", type->name,
                           ipso__check_say_day(checking, t).text, days[index * checking->days + t]);
}

static void check_waits(ipso__checking *checking)
{
    int demands = ipso_practice_demand_count(checking->practice);
    int *days =
        ipso__arena_alloc(&checking->arena, (size_t)demands * (size_t)checking->days, sizeof *days);

    if (days == NULL) {
        checking->failed = true;
        return;
    }
    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        if (slot->use == IPSO_SLOT_OPEN && slot->demand != IPSO_ANY && slot->demand_day >= 0 &&
            slot->demand_day < checking->days)
            days[slot->demand * checking->days + slot->demand_day] += slot->day - slot->demand_day;
    }
    for (int d = 0; d < demands; d++)
        check_wait(checking, days, d);
}

/* Slot length (S5): each open slot pays its expected overrun. One finding a day of work. */
static void check_slot_lengths(ipso__checking *checking, int practitioner, int day)
{
    int64_t price = ipso_practice_weights(checking->practice)->overrun_points;
    int cell = ipso__check_cell(checking, practitioner, day);
    int64_t points = 0, slots = 0;

    for (int i = checking->first_slot[cell]; i < checking->first_slot[cell + 1]; i++) {
        int64_t pays = ipso__check_nearest((double)price * checking->overrun_min[i]);
        if (ipso_plan_slot(checking->plan, i)->use != IPSO_SLOT_OPEN || pays == 0)
            continue;
        points += pays;
        slots++;
    }
    ipso__check_pay(checking, IPSO_RULE_SLOT_LENGTH, slots, points,
                    ipso__check_pointer("practitioners", practitioner).text,
                    "%lld open slots of %s on %s are expected to overrun", (long long)slots,
                    ipso__check_say_name(checking, practitioner),
                    ipso__check_say_day(checking, day).text);
}

/* ---- S6 ---- */

/* Whether the session counts for extended hours: it admits all types, at a site, face to face. */
static bool extended_session(const ipso__checking *checking, const ipso__check_session *session,
                             int site)
{
    const ipso_duty *duty = ipso_practice_duty(checking->practice, session->duty);

    return session->admits == NULL && duty->site == site && !duty->tele;
}

/* Extended minutes of the cell at the site: *open of consulting time without fixed appointments,
 * *other of slots of types that are not acute. */
static void count_extended(const ipso__checking *checking, int site, int practitioner, int day,
                           int64_t *open, int64_t *other)
{
    int cell = ipso__check_cell(checking, practitioner, day);

    for (int i = checking->first_session[cell]; i < checking->first_session[cell + 1]; i++) {
        const ipso__check_session *session = &checking->sessions[i];
        if (extended_session(checking, session, site))
            *open +=
                ipso__check_extended_minutes(checking, day, session->start_min, session->end_min);
    }
    for (int i = checking->first_slot[cell]; i < checking->first_slot[cell + 1]; i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        int session = checking->slot_session[i];
        int minutes = ipso__check_extended_minutes(checking, day, slot->start_min,
                                                   slot->start_min + ipso__check_slot_width(slot));
        if (session < 0 || !extended_session(checking, &checking->sessions[session], site))
            continue;
        if (slot->use == IPSO_SLOT_FIXED)
            *open -= minutes;
        else if (ipso_practice_type(checking->practice, slot->type)->care != IPSO_CARE_ACUTE)
            *other += minutes;
    }
}

/* First opening and last closing of a site on a day; false when it is shut. */
static bool opening_hull(const ipso__checking *checking, int site, int day, int *from, int *to)
{
    const ipso_site *place = ipso_practice_site(checking->practice, site);
    const ipso__checking_day *date = &checking->day[day];
    unsigned bit = date->holiday ? (unsigned)IPSO_HOLIDAY : 1u << date->weekday;

    *from = IPSO_DAY_MIN;
    *to = 0;
    for (size_t i = 0; i < place->hours_count; i++) {
        if ((place->hours[i].days & bit) == 0)
            continue;
        *from = place->hours[i].start_min < *from ? place->hours[i].start_min : *from;
        *to = place->hours[i].end_min > *to ? place->hours[i].end_min : *to;
    }
    return *from < *to;
}

/* Minutes that acute need is expected to take of extended hours (A). */
static int64_t acute_extended(const ipso__checking *checking, int site, int day)
{
    double minutes = 0;
    int open_from, open_to;

    if (!opening_hull(checking, site, day, &open_from, &open_to))
        return 0;
    for (int d = 0; d < ipso_practice_demand_count(checking->practice); d++) {
        const ipso_demand *demand = ipso_practice_demand(checking->practice, d);
        const ipso_type *type = ipso_practice_type(checking->practice, demand->type);
        int from = demand->start_min > open_from ? demand->start_min : open_from;
        int to = demand->end_min < open_to ? demand->end_min : open_to;
        bool here = demand->site == site || (demand->site == IPSO_ANY && checking->sites == 1);
        if (type->care != IPSO_CARE_ACUTE || !here || from >= to ||
            !ipso_practice_day_matches(checking->practice, &demand->days, day))
            continue;
        minutes += ipso_practice_demand_mean(checking->practice, d) * type->lengths_min[0] *
                   ipso__check_extended_minutes(checking, day, from, to) / (to - from);
    }
    return (int64_t)ceil(minutes - 1e-9);
}

/* Extended hours (S6): other types take no more of them than acute need is expected to leave. */
static void check_extended(ipso__checking *checking, int site, int day)
{
    int64_t price = ipso_practice_extended(checking->practice)->other_points;
    int64_t open = 0, other = 0, left;

    if (price == 0)
        return;
    for (int p = 0; p < checking->practitioners; p++)
        count_extended(checking, site, p, day, &open, &other);
    if (other == 0)
        return;
    left = open - acute_extended(checking, site, day);
    left = left > 0 ? left : 0;
    ipso__check_charge(
        checking, IPSO_RULE_EXTENDED, price, other - left, "/extended_hours",
        "other types take %lld min of extended hours at %s on %s, acute need leaves %lld",
        (long long)other, ipso__check_say_site(checking, site),
        ipso__check_say_day(checking, day).text, (long long)left);
}

/* ---- S7 ---- */

/* The slots of a type in a week from day first on, *past being the day after; -1 when no session of
 * the week could hold one. */
static int slots_of_week(const ipso__checking *checking, int type, int practitioner, int first,
                         int *past)
{
    int slots = 0;
    bool could = false;

    for (*past = first;
         *past < checking->days && checking->day[*past].week == checking->day[first].week;
         ++*past) {
        int cell = ipso__check_cell(checking, practitioner, *past);
        for (int i = checking->first_session[cell]; i < checking->first_session[cell + 1] && !could;
             i++)
            could = ipso__check_session_mode(checking, &checking->sessions[i], type) != 0;
        for (int i = checking->first_slot[cell]; i < checking->first_slot[cell + 1]; i++)
            slots += ipso_plan_slot(checking->plan, i)->type == type;
    }
    return could ? slots : -1;
}

/* Target (S7): slots of a type, per practitioner who may give it and week. */
static void check_target(ipso__checking *checking, int index, int practitioner)
{
    const ipso_type *type = ipso_practice_type(checking->practice, index);

    for (int first = 0, past; first < checking->days; first = past) {
        int slots = slots_of_week(checking, index, practitioner, first, &past);
        if (slots >= 0)
            ipso__check_charge(checking, IPSO_RULE_TARGET, type->target_points,
                               type->target_per_week - slots,
                               ipso__check_pointer("appointment_types", index).text,
                               "%s has %d slots of %s in the week of %s, %d are wanted",
                               ipso__check_say_name(checking, practitioner), slots, type->name,
                               ipso__check_say_week(checking, checking->day[first].week).text,
                               type->target_per_week);
    }
}

void ipso__check_slots(ipso__checking *checking)
{
    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++)
        check_slot(checking, i);
    for (int d = 0; d < ipso_practice_demand_count(checking->practice); d++)
        check_need(checking, d);
    check_waits(checking);
    for (int p = 0; p < checking->practitioners; p++)
        for (int t = 0; t < checking->days; t++) {
            check_overlaps(checking, ipso__check_cell(checking, p, t));
            check_slot_lengths(checking, p, t);
        }
    for (int s = 0; s < checking->sites; s++)
        for (int t = 0; t < checking->days; t++)
            check_extended(checking, s, t);
    for (int c = 0; c < checking->types; c++)
        for (int p = 0; p < checking->practitioners; p++)
            if (ipso_practice_type(checking->practice, c)->target_per_week > 0)
                check_target(checking, c, p);
}
