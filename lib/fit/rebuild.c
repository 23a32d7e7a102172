/* The practice with what was learnt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit.h"

/* Defines add_<noun>s: copies each of a kind from the practice given. */
#define DEFINE_ADD_ALL(plural, noun)                                                               \
    static ipso_status add_##plural(ipso_practice *made, const ipso__fit *fit)                     \
    {                                                                                              \
        ipso_status status = IPSO_OK;                                                              \
                                                                                                   \
        for (int i = 0; status == IPSO_OK && i < ipso_practice_##noun##_count(fit->practice); i++) \
            status =                                                                               \
                ipso_practice_add_##noun(made, ipso_practice_##noun(fit->practice, i), fit->err);  \
        return status;                                                                             \
    }

DEFINE_ADD_ALL(sites, site)
DEFINE_ADD_ALL(fair, fair)
DEFINE_ADD_ALL(practitioners, practitioner)
DEFINE_ADD_ALL(duties, duty)
DEFINE_ADD_ALL(pins, pin)
DEFINE_ADD_ALL(covers, cover)
DEFINE_ADD_ALL(successions, succession)
DEFINE_ADD_ALL(kind_limits, kind_limit)
DEFINE_ADD_ALL(protected_time, protected)
DEFINE_ADD_ALL(requests, request)
DEFINE_ADD_ALL(fixed, fixed)

static ipso_status set_wholes(ipso_practice *made, const ipso__fit *fit)
{
    ipso_status status =
        ipso_practice_set_extended(made, ipso_practice_extended(fit->practice), fit->err);

    if (status == IPSO_OK)
        status = ipso_practice_set_weights(made, ipso_practice_weights(fit->practice), fit->err);
    if (status == IPSO_OK)
        status = ipso_practice_set_booking(made, ipso_practice_booking(fit->practice), fit->err);
    return status;
}

static ipso_status add_classes(ipso_practice *made, const ipso__fit *fit)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; status == IPSO_OK && i < ipso_practice_class_count(fit->practice); i++) {
        ipso_patient_class copy = *ipso_practice_class(fit->practice, i);

        copy.time_factor = fit->class_factors[i];
        status = ipso_practice_add_class(made, &copy, fit->err);
    }
    return status;
}

static ipso_status set_behaviour(ipso_practice *made, const ipso__fit *fit)
{
    return ipso_practice_set_behaviour(made, &fit->behaviour, fit->err);
}

static ipso_status add_types(ipso_practice *made, const ipso__fit *fit)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; status == IPSO_OK && i < ipso_practice_type_count(fit->practice); i++)
        status = ipso_practice_add_type(made, &fit->types[i], fit->err);
    return status;
}

static ipso_status add_demand(ipso_practice *made, const ipso__fit *fit)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; status == IPSO_OK && i < ipso_practice_demand_count(fit->practice); i++)
        status = ipso_practice_add_demand(made, &fit->demand[i], fit->err);
    return status;
}

ipso_status ipso__fit_rebuild(ipso_practice **made, const ipso__fit *fit)
{
    /* What a thing refers to comes before it. */
    static ipso_status (*const steps[])(ipso_practice *, const ipso__fit *) = {
        set_wholes,        add_sites,       add_classes, add_fair,
        add_practitioners, add_duties,      add_pins,    add_covers,
        add_successions,   add_kind_limits, add_types,   add_protected_time,
        add_demand,        add_requests,    add_fixed,   set_behaviour};
    ipso_practice *practice = NULL;
    ipso_status status =
        ipso_practice_new(&practice, ipso_practice_horizon(fit->practice), fit->err);

    for (size_t i = 0; status == IPSO_OK && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](practice, fit);
    if (status == IPSO_OK)
        status = ipso_practice_validate(practice, NULL, NULL, fit->err);
    if (status == IPSO_OK)
        *made = practice;
    else
        ipso_practice_free(practice);
    return status;
}
