/* Slot mixes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/world.h"

#include <math.h>
#include <string.h>

enum { MIDDAY = 13 * 60 };

/* ---- slots of one length ---- */

/* Every appointment takes as many slots as come nearest to its mean service time, travel included.
 */
static void set_lengths(const ipso_mix_policy *policy, ipso_sim_agenda *agenda)
{
    for (int t = 0; t < ipso_practice_type_count(agenda->practice); t++) {
        const ipso_type *type = ipso_practice_type(agenda->practice, t);
        int travel = (type->modes & IPSO_MODE_HOME) != 0 ? type->travel_min : 0;
        double mean = ipso_law_mean_min(&type->law, 1) + travel;
        int slots = (int)fmax(1, floor(mean / policy->slot_min + 0.5));

        if (slots * policy->slot_min > travel)
            agenda->length_min[t] = slots * policy->slot_min - travel;
    }
}

/* Starts one after the other from the begin of each session. */
static void cut(const ipso_mix_policy *policy, ipso_sim_agenda *agenda)
{
    set_lengths(policy, agenda);
    for (int s = 0; s < agenda->session_count; s++) {
        const ipso_sim_session *session = &agenda->sessions[s];

        for (int at = session->start_min; at + policy->slot_min <= session->end_min;
             at += policy->slot_min)
            agenda->start[at / agenda->grid_min] = 1;
    }
}

static void keep(ipso_sim_agenda *agenda, int start_min, int end_min, unsigned char whom)
{
    for (int cell = start_min / agenda->grid_min; cell < end_min / agenda->grid_min; cell++)
        agenda->kept[cell] |= whom;
}

static void lay_uniform(const ipso_mix_policy *policy, ipso_sim_agenda *agenda)
{
    cut(policy, agenda);
}

/* Keeps slots spread evenly over the day: the i-th where the whole part of i x share steps up. */
static void keep_share(const ipso_mix_policy *policy, ipso_sim_agenda *agenda, unsigned char whom)
{
    int count = 0;

    for (int s = 0; s < agenda->session_count; s++) {
        const ipso_sim_session *session = &agenda->sessions[s];

        for (int at = session->start_min; at + policy->slot_min <= session->end_min;
             at += policy->slot_min, count++)
            if (floor((count + 1) * policy->share) > floor(count * policy->share))
                keep(agenda, at, at + policy->slot_min, whom);
    }
}

static void lay_carve_out(const ipso_mix_policy *policy, ipso_sim_agenda *agenda)
{
    cut(policy, agenda);
    keep_share(policy, agenda, IPSO_KEPT_ACUTE | IPSO_KEPT_SAME_DAY);
}

static void lay_open_access(const ipso_mix_policy *policy, ipso_sim_agenda *agenda)
{
    cut(policy, agenda);
    keep_share(policy, agenda, IPSO_KEPT_SAME_DAY);
}

/* What is booked ahead goes into the first share of the morning and of the afternoon. */
static void lay_two_blocks(const ipso_mix_policy *policy, ipso_sim_agenda *agenda)
{
    int minutes[2] = {0, 0}, passed[2] = {0, 0};

    cut(policy, agenda);
    for (int s = 0; s < agenda->session_count; s++)
        minutes[agenda->sessions[s].start_min >= MIDDAY] +=
            agenda->sessions[s].end_min - agenda->sessions[s].start_min;
    for (int s = 0; s < agenda->session_count; s++) {
        const ipso_sim_session *session = &agenda->sessions[s];
        int half = session->start_min >= MIDDAY;

        for (int at = session->start_min; at < session->end_min; at += agenda->grid_min) {
            if (passed[half] >= policy->share * minutes[half])
                keep(agenda, at, at + agenda->grid_min, IPSO_KEPT_SAME_DAY);
            passed[half] += agenda->grid_min;
        }
    }
}

/* ---- slots of the plan ---- */

/* Lengths of a type are those of the plan's slots: of this practitioner and day, else of all; the
 * nearest on the grid to their mean. */
static int planned_length(const ipso_sim_agenda *agenda, int type)
{
    double here = 0, all = 0;
    int here_count = 0, all_count = 0;

    for (int i = 0; i < ipso_plan_slot_count(agenda->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(agenda->plan, i);

        if (slot->type != type)
            continue;
        all += slot->length_min;
        all_count++;
        if (slot->practitioner == agenda->practitioner && slot->day == agenda->day) {
            here += slot->length_min;
            here_count++;
        }
    }
    if (all_count == 0)
        return agenda->length_min[type];
    double mean = here_count > 0 ? here / here_count : all / all_count;
    return (int)floor(mean / agenda->grid_min + 0.5) * agenda->grid_min;
}

/* Times of acute slots are kept for acute need, whenever asked for; the rest is for everybody. An
 * appointment starts at any cell of the grid, so that no slot of another length is lost. */
static void lay_plan(const ipso_mix_policy *policy, ipso_sim_agenda *agenda)
{
    (void)policy;
    memset(agenda->start, 1, (size_t)agenda->cell_count);
    for (int t = 0; t < ipso_practice_type_count(agenda->practice); t++)
        agenda->length_min[t] = planned_length(agenda, t);
    for (int i = 0; i < ipso_plan_slot_count(agenda->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(agenda->plan, i);

        if (slot->practitioner == agenda->practitioner && slot->day == agenda->day &&
            ipso_practice_type(agenda->practice, slot->type)->care == IPSO_CARE_ACUTE)
            keep(agenda, slot->start_min, slot->start_min + slot->length_min, IPSO_KEPT_ACUTE);
    }
}

static const ipso_mix_policy policies[] = {
    {.name = "uniform",
     .summary = "slots of 15 minutes for everybody",
     .slot_min = 15,
     .lay = lay_uniform},
    {.name = "carve-out",
     .summary = "three slots of ten kept for acute need of the same day",
     .slot_min = 15,
     .share = 0.3,
     .release_min = 120,
     .lay = lay_carve_out},
    {.name = "open-access",
     .summary = "two thirds of the slots for who asks on the day",
     .slot_min = 15,
     .share = 0.65,
     .lay = lay_open_access},
    {.name = "two-blocks",
     .summary = "booked ahead: the first half of morning and afternoon",
     .slot_min = 15,
     .share = 0.5,
     .lay = lay_two_blocks},
    {.name = "program",
     .summary = "the slots of the integer program",
     .slots = true,
     .release_min = 120,
     .lay = lay_plan},
};

const ipso_mix_policy *ipso_mix_policy_get(int index)
{
    return index >= 0 && index < (int)(sizeof policies / sizeof policies[0]) ? &policies[index]
                                                                             : NULL;
}

const ipso_mix_policy *ipso_mix_policy_named(const char *name)
{
    for (int i = 0; ipso_mix_policy_get(i) != NULL; i++)
        if (strcmp(policies[i].name, name) == 0)
            return &policies[i];
    return NULL;
}
