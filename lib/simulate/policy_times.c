/* When patients are told to come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/simulate.h>

#include <string.h>

/* At the start of the slot. */
static void tell_slots(const ipso_times_policy *policy, int *told_min, const int *start_min,
                       const int *length_min, int count)
{
    (void)policy;
    (void)length_min;
    for (int k = 0; k < count; k++)
        told_min[k] = start_min[k];
}

/* Bailey (1952), Welch & Bailey (1952): two patients at the start, then one each interval: each but
 * the first of patients in a row comes when the slot before begins. */
static void tell_bailey_welch(const ipso_times_policy *policy, int *told_min, const int *start_min,
                              const int *length_min, int count)
{
    (void)policy;
    for (int k = 0; k < count; k++) {
        bool in_a_row = k > 0 && start_min[k - 1] + length_min[k - 1] == start_min[k];

        told_min[k] = in_a_row ? start_min[k - 1] : start_min[k];
    }
}

static const ipso_times_policy policies[] = {
    {"slots", "at the start of the slot", tell_slots},
    {"bailey-welch", "two at the start, then each one slot early", tell_bailey_welch},
};

const ipso_times_policy *ipso_times_policy_get(int index)
{
    return index >= 0 && index < (int)(sizeof policies / sizeof policies[0]) ? &policies[index]
                                                                             : NULL;
}

const ipso_times_policy *ipso_times_policy_named(const char *name)
{
    for (int i = 0; ipso_times_policy_get(i) != NULL; i++)
        if (strcmp(policies[i].name, name) == 0)
            return &policies[i];
    return NULL;
}
