/* Scenarios by name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/scenario.h>

#include "base/error.h"
#include "scenario/build.h"

#include <string.h>

static const struct {
    const char *name;
    const char *summary;
    void (*build)(ipso__build *build, uint64_t seed, ipso_error *err);
} SCENARIOS[] = {
    {"didier", "one urban general practitioner, about 22 patients a day", ipso__didier},
    {"yasmine", "one rural general practitioner, home visits with travel in the afternoon",
     ipso__yasmine},
    {"saint-martin", "one site, 10 practitioners, about 200 patients a day", ipso__saint_martin},
    {"ipso",
     "the network: 39 practitioners, 6 sites, a week with a public holiday, about 3,400 "
     "appointments",
     ipso__network},
    {"care-manager", "three doctors, a nurse and a care manager whom fragile patients are left to",
     ipso__care_manager},
    {"care-manager-without", "the same practice and patients without the care manager",
     ipso__without_care_manager},
    {"capitation", "three doctors and a nurse, needs grown from the classes of their panels",
     ipso__capitation},
};
#define SCENARIO_COUNT ((int)(sizeof SCENARIOS / sizeof SCENARIOS[0]))

/* Its place among the scenarios, -1 for none. */
static int find(const char *name)
{
    for (int i = 0; name != NULL && i < SCENARIO_COUNT; i++) {
        if (strcmp(SCENARIOS[i].name, name) == 0)
            return i;
    }
    return -1;
}

const char *ipso_scenario_name(int index)
{
    return index >= 0 && index < SCENARIO_COUNT ? SCENARIOS[index].name : NULL;
}

const char *ipso_scenario_summary(const char *name)
{
    int index = find(name);
    return index < 0 ? NULL : SCENARIOS[index].summary;
}

ipso_status ipso_scenario_generate(ipso_practice **practice, const char *name, uint64_t seed,
                                   ipso_error *err)
{
    int index = find(name);
    if (index < 0)
        return ipso__fail(err, IPSO_INPUT, "", "no scenario is named \"%s\"",
                          name != NULL ? name : "");
    ipso__build build;
    SCENARIOS[index].build(&build, seed, err);
    return ipso__build_finish(&build, practice);
}
