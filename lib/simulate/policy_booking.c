/* Booking policies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/simulate.h>

#include <string.h>

static bool is_own(const ipso_sim_ask *ask, int practitioner)
{
    return ask->practitioner == practitioner;
}

/* Whether a start is better than the best so far: earlier; at the same minute with the own
 * practitioner; else with the one who has less booked that day. */
static bool is_better(const ipso_sim_calendar *calendar, const ipso_sim_ask *ask,
                      const ipso_sim_offer *offer, const ipso_sim_offer *best)
{
    if (offer->start_min != best->start_min)
        return offer->start_min < best->start_min;
    if (is_own(ask, offer->practitioner) != is_own(ask, best->practitioner))
        return is_own(ask, offer->practitioner);
    return ipso_sim_booked_min(calendar, offer->practitioner, offer->day) <
           ipso_sim_booked_min(calendar, best->practitioner, best->day);
}

static bool earliest_of_all(const ipso_sim_calendar *calendar, ipso_sim_offer *best,
                            const ipso_sim_ask *ask, int day)
{
    int count;
    const int *givers = ipso_sim_givers(calendar, ask->type, &count);
    bool found = false;

    for (int i = 0; i < count; i++) {
        ipso_sim_offer offer;

        if (!ipso_sim_earliest(calendar, &offer, ask, givers[i], day))
            continue;
        if (!found || is_better(calendar, ask, &offer, best))
            *best = offer;
        found = true;
    }
    return found;
}

/* First come, first served: the earliest start with anybody. */
static bool choose_first(const ipso_booking_policy *policy, ipso_sim_offer *offer,
                         const ipso_sim_calendar *calendar, const ipso_sim_ask *ask)
{
    (void)policy;
    for (int day = ask->wanted_day; day <= ask->last_day; day++)
        if (earliest_of_all(calendar, offer, ask, day))
            return true;
    return false;
}

/* The earliest start with the own practitioner within own_days, for acute need on the wanted day
 * alone; else with anybody. */
static bool choose_own(const ipso_booking_policy *policy, ipso_sim_offer *offer,
                       const ipso_sim_calendar *calendar, const ipso_sim_ask *ask)
{
    int last = ask->wanted_day + (ask->care == IPSO_CARE_ACUTE ? 0 : policy->own_days);

    if (last > ask->last_day)
        last = ask->last_day;
    for (int day = ask->wanted_day; day <= last && ask->practitioner != IPSO_ANY; day++)
        if (ipso_sim_earliest(calendar, offer, ask, ask->practitioner, day))
            return true;
    return choose_first(policy, offer, calendar, ask);
}

static const ipso_booking_policy policies[] = {
    {.name = "first",
     .summary = "first come, first served: the earliest start with anybody",
     .choose = choose_first},
    {.name = "own",
     .summary = "the own practitioner within a week (acute: that day), else the earliest",
     .own_days = 7,
     .choose = choose_own},
    {.name = "ranking",
     .summary = "offers of the live agenda, what acute need asks for left to it; with mix program",
     .ranks = true},
};

const ipso_booking_policy *ipso_booking_policy_get(int index)
{
    return index >= 0 && index < (int)(sizeof policies / sizeof policies[0]) ? &policies[index]
                                                                             : NULL;
}

const ipso_booking_policy *ipso_booking_policy_named(const char *name)
{
    for (int i = 0; ipso_booking_policy_get(i) != NULL; i++)
        if (strcmp(policies[i].name, name) == 0)
            return &policies[i];
    return NULL;
}
