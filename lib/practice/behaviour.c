/* The numbers of patient behaviour: defaults, ranges, setter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/behaviour.h"

#include "practice/copy.h"
#include "practice/expect.h"
#include "practice/journeys.h"

#define ASK (-1)

/* 30 % between 8 and 10, where demand peaks (DREES 2018); the rest is assumed, as in the scenarios:
 * 3 % before, then 23, 24, 15 and 5 % in 10-13, 13-17, 17-20 and 20-21. */
static const double default_hours[IPSO__HOURS] = {0, 0, 0, 0, 0, 0, 0, 3, 16, 14, 10, 8,
                                                  5, 6, 6, 6, 6, 6, 5, 4, 5,  0,  0,  0};
/* Assumed, as the acute need of the scenarios. */
static const double default_weekdays[IPSO__WEEKDAYS] = {24, 18, 18, 18, 18, 10, 0, 0};
static const double default_months[IPSO__MONTHS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

/* English general practice: same day 1.9 %, 1 day 5 %, 2 to 7 days 6.8 %, longer 8.2 to 8.9 %. */
static const ipso_no_show_share default_no_shows[] = {
    {0, 0.019}, {1, 0.05}, {7, 0.068}, {8, 0.085}};

/* Assumed, but that acute need is for the same day. */
static const ipso_care_behaviour default_cares[] = {
    {IPSO_CARE_ACUTE, 0, 1, 0.9, 0.3, 0.10, 14},
    {IPSO_CARE_FOLLOW_UP, 5, 14, 0.55, 0.3, 0.25, 14},
    {IPSO_CARE_LONG, 10, 14, 0.25, 0.3, 0.25, 14},
    {IPSO_CARE_PREVENTION, 10, 14, 0.55, 0.3, 0, 14},
    {IPSO_CARE_OTHER, 5, 14, 0.55, 0.3, 0, 14},
};

void ipso_behaviour_init(ipso_behaviour *behaviour)
{
    *behaviour = (ipso_behaviour){.dispersion = 1,
                                  .cancelled = 0.05,
                                  .rebooked = 0.5,
                                  .early_min = 5,
                                  .early_sd_min = 6,
                                  .ill = 0.02,
                                  .ill_days = 3};
}

void ipso_care_behaviour_init(ipso_care_behaviour *behaviour)
{
    *behaviour = (ipso_care_behaviour){.care = IPSO_CARE_OTHER,
                                       .ahead_days = ASK,
                                       .patience_days = ASK,
                                       .accepts_others = ASK,
                                       .accepts_tele = ASK,
                                       .follow_up = ASK,
                                       .follow_up_days = ASK};
}

void ipso_class_behaviour_init(ipso_class_behaviour *behaviour)
{
    *behaviour = (ipso_class_behaviour){.visits_factor = 1, .no_show_factor = 1};
}

static void fill(double *value, double standard)
{
    if (*value == ASK)
        *value = standard;
}

static ipso_care_behaviour filled(const ipso_care_behaviour *given)
{
    ipso_care_behaviour care = *given;
    const ipso_care_behaviour *standard = &default_cares[given->care];

    fill(&care.ahead_days, standard->ahead_days);
    fill(&care.patience_days, standard->patience_days);
    fill(&care.accepts_others, standard->accepts_others);
    fill(&care.accepts_tele, standard->accepts_tele);
    fill(&care.follow_up, standard->follow_up);
    fill(&care.follow_up_days, standard->follow_up_days);
    return care;
}

/* ---- ranges ---- */

static void expect_weights(const ipso__checker *parent, const char *field, const double *weights,
                           size_t count, size_t wanted, double most)
{
    ipso__checker checker = *parent;
    double sum = 0;

    if (count == 0)
        return;
    ipso__expect(&checker, count == wanted, field, "%s has %zu numbers, not %zu", field, count,
                 wanted);
    for (size_t i = 0; i < count && *checker.status == IPSO_OK; i++) {
        ipso__checker weight = ipso__checker_child(parent, field, i);

        ipso__expect_number(&weight, "", weights[i], 0, most);
        sum += weights[i];
    }
    ipso__expect(&checker, sum > 0, field, "%s are all 0", field);
}

static void expect_no_shows(const ipso__checker *parent, const ipso_behaviour *behaviour)
{
    for (size_t i = 0; i < behaviour->no_show_count; i++) {
        const ipso_no_show_share *entry = &behaviour->no_shows[i];
        ipso__checker checker = ipso__checker_child(parent, "no_shows", i);

        ipso__expect_int(&checker, "lead_days", entry->lead_days, 0, IPSO_MAX_DAYS);
        ipso__expect(&checker, i == 0 || entry->lead_days > entry[-1].lead_days, "lead_days",
                     "leads do not rise");
        ipso__expect_number(&checker, "share", entry->share, 0, 1);
    }
}

static void expect_cares(const ipso__checker *parent, const ipso_behaviour *behaviour)
{
    unsigned seen = 0;

    for (size_t i = 0; i < behaviour->care_count && *parent->status == IPSO_OK; i++) {
        ipso__checker checker = ipso__checker_child(parent, "cares", i);
        ipso_care_behaviour care = behaviour->cares[i];

        ipso__expect(&checker, (unsigned)care.care <= IPSO_CARE_OTHER, "care",
                     "care class %d is none of the known ones", (int)care.care);
        if (*checker.status != IPSO_OK)
            return;
        care = filled(&care);
        ipso__expect(&checker, (seen & 1u << care.care) == 0, "care",
                     "an entry before this one is of the same care class");
        seen |= 1u << care.care;
        ipso__expect_number(&checker, "ahead_days", care.ahead_days, 0, 90);
        ipso__expect_number(&checker, "patience_days", care.patience_days, 0, 90);
        ipso__expect_number(&checker, "accepts_others", care.accepts_others, 0, 1);
        ipso__expect_number(&checker, "accepts_tele", care.accepts_tele, 0, 1);
        ipso__expect_number(&checker, "follow_up", care.follow_up, 0, 0.9);
        ipso__expect_number(&checker, "follow_up_days", care.follow_up_days, 1, 90);
    }
}

static void expect_classes(const ipso__checker *parent, const ipso_practice *practice,
                           const ipso_behaviour *behaviour)
{
    ipso__checker checker = *parent;
    double sum = 0;

    for (size_t i = 0; i < behaviour->class_count && *parent->status == IPSO_OK; i++) {
        const ipso_class_behaviour *entry = &behaviour->classes[i];
        ipso__checker child = ipso__checker_child(parent, "classes", i);

        ipso__expect_index(&child, "patient_class", entry->patient_class, practice->classes.count,
                           false);
        for (size_t j = 0; j < i; j++)
            ipso__expect(&child, behaviour->classes[j].patient_class != entry->patient_class,
                         "patient_class", "an entry before this one is of the same class");
        ipso__expect_number(&child, "panel_share", entry->panel_share, 0, 1);
        ipso__expect_number(&child, "visits_factor", entry->visits_factor, 0, 20);
        ipso__expect_number(&child, "no_show_factor", entry->no_show_factor, 0, 20);
        sum += entry->panel_share;
    }
    ipso__expect(&checker, sum <= 1 + 1e-9, "classes", "the panel shares sum to %g, above 1", sum);
}

static void expect_behaviour(ipso__checker *checker, const ipso_practice *practice,
                             const ipso_behaviour *behaviour)
{
    expect_weights(checker, "hours", behaviour->hours, behaviour->hour_count, IPSO__HOURS, 1e6);
    expect_weights(checker, "weekdays", behaviour->weekdays, behaviour->weekday_count,
                   IPSO__WEEKDAYS, 1e6);
    expect_weights(checker, "months", behaviour->months, behaviour->month_count, IPSO__MONTHS, 10);
    ipso__expect_number(checker, "dispersion", behaviour->dispersion, 1, 100);
    expect_no_shows(checker, behaviour);
    ipso__expect_number(checker, "cancelled", behaviour->cancelled, 0, 1);
    ipso__expect_number(checker, "rebooked", behaviour->rebooked, 0, 1);
    ipso__expect_number(checker, "early_min", behaviour->early_min, -60, 60);
    ipso__expect_number(checker, "early_sd_min", behaviour->early_sd_min, 0, 60);
    ipso__expect_number(checker, "ill", behaviour->ill, 0, 0.5);
    ipso__expect_number(checker, "ill_days", behaviour->ill_days, 1, 60);
    expect_cares(checker, behaviour);
    expect_classes(checker, practice, behaviour);
    ipso__expect_journeys(checker, practice, behaviour);
}

/* ---- setting and reading ---- */

static bool copy_behaviour(ipso__arena *arena, ipso_behaviour *copy)
{
    ipso_care_behaviour *cares = IPSO__COPIED(arena, copy->cares, copy->care_count);

    copy->hours = IPSO__COPIED(arena, copy->hours, copy->hour_count);
    copy->weekdays = IPSO__COPIED(arena, copy->weekdays, copy->weekday_count);
    copy->months = IPSO__COPIED(arena, copy->months, copy->month_count);
    copy->no_shows = IPSO__COPIED(arena, copy->no_shows, copy->no_show_count);
    copy->classes = IPSO__COPIED(arena, copy->classes, copy->class_count);
    copy->cares = cares;
    if (cares == NULL)
        return false;
    for (size_t i = 0; i < copy->care_count; i++)
        cares[i] = filled(&cares[i]);
    return copy->hours != NULL && copy->weekdays != NULL && copy->months != NULL &&
           copy->no_shows != NULL && copy->classes != NULL && ipso__copy_journeys(arena, copy);
}

ipso_status ipso_practice_set_behaviour(ipso_practice *practice, const ipso_behaviour *behaviour,
                                        ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_behaviour copy = *behaviour;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/behaviour");
    expect_behaviour(&checker, practice, behaviour);
    if (status != IPSO_OK)
        return status;
    if (!copy_behaviour(&practice->arena, &copy))
        return ipso__fail_nomem(err);
    practice->behaviour = copy;
    return IPSO_OK;
}

ipso_care_behaviour ipso_practice_care_behaviour(const ipso_practice *practice, ipso_care care)
{
    const ipso_behaviour *behaviour = &practice->behaviour;

    for (size_t i = 0; i < behaviour->care_count; i++)
        if (behaviour->cares[i].care == care)
            return behaviour->cares[i];
    return default_cares[care];
}

const double *ipso__behaviour_hours(const ipso_behaviour *behaviour)
{
    return behaviour->hour_count > 0 ? behaviour->hours : default_hours;
}

const double *ipso__behaviour_weekdays(const ipso_behaviour *behaviour)
{
    return behaviour->weekday_count > 0 ? behaviour->weekdays : default_weekdays;
}

const double *ipso__behaviour_months(const ipso_behaviour *behaviour)
{
    return behaviour->month_count > 0 ? behaviour->months : default_months;
}

double ipso__behaviour_no_show(const ipso_behaviour *behaviour, int lead_days)
{
    bool given = behaviour->no_show_count > 0;
    const ipso_no_show_share *shares = given ? behaviour->no_shows : default_no_shows;
    size_t count =
        given ? behaviour->no_show_count : sizeof default_no_shows / sizeof default_no_shows[0];
    size_t i = 0;

    while (i + 1 < count && lead_days > shares[i].lead_days)
        i++;
    return shares[i].share;
}
