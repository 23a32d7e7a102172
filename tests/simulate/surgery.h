/* A surgery whose days can be worked out by hand: one site, one doctor, who works 09:00-12:00
 * Monday to Friday, one type of 15 minutes sharp. Everybody comes on time, nobody cancels or is
 * ill, and patients ask at five in the morning for the day itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SIMULATE_SURGERY_H
#define TESTS_SIMULATE_SURGERY_H

#include <ipsosched/simulate.h>

struct surgery {
    ipso_horizon horizon;
    ipso_behaviour behaviour;
    ipso_care_behaviour care;
    ipso_no_show_share no_show;
    ipso_practitioner doctor;
    int doctors;
    ipso_type type;
    ipso_demand demand;
};

/* The surgery, to be changed; demand is 6 a day, exactly. */
void surgery_init(struct surgery *surgery);
/* Builds and validates it; fails the running test when a part is refused. */
ipso_practice *surgery_build(const struct surgery *surgery);

/* Everybody works the one duty on each of its days; plans nothing, and is not of the library. */
extern const ipso_roster_policy everybody_works;

/* Defaults, with that roster, 2 weeks after 1, and 2 replications. */
void surgery_settings(ipso_sim_settings *settings);

#endif
