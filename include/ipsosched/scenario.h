/* Scenarios: realistic practices made from published figures by a seeded generator.
 *
 *   didier        one urban general practitioner
 *   yasmine       one rural general practitioner with home visits and travel
 *   saint-martin  one site, 10 practitioners, about 200 patients a day
 *   ipso          the network: 39 practitioners, 6 sites, about 3,400 appointments a week
 *   care-manager  three doctors, a nurse, and a care manager to whom part of the needs of fragile
 *                 patients is delegated; three households go through it as journeys
 *   care-manager-without
 *                 the same practice and patients without her, to be simulated beside it
 *   capitation    three doctors and a nurse, whose demand is grown from the classes of their panels
 *
 * docs/scenarios.md gives the figures each is made from, with their sources.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_SCENARIO_H
#define IPSOSCHED_SCENARIO_H

#include <ipsosched/practice.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Name of a scenario, 0-based; NULL past the last. */
IPSO_API const char *ipso_scenario_name(int index);

/* One line about the scenario of that name; NULL when there is none. */
IPSO_API const char *ipso_scenario_summary(const char *name);

/* Generates a validated practice. The same name and seed give the same practice on every machine.
 * IPSO_INPUT for a name that is none. */
IPSO_API ipso_status ipso_scenario_generate(ipso_practice **practice, const char *name,
                                            uint64_t seed, ipso_error *err);

#ifdef __cplusplus
}
#endif
#endif
