/* Many lists drawn from known laws: shrunken numbers are nearer the truth than those of each alone,
 * and intervals hold it about as often as they say.
 *
 * An interval of 95 % holds 9 in 10 at least where variances are known well enough to be taken as
 * known; of 600 and more draws that share is known to sqrt(0.95 x 0.05 / 600) = 0.9 %.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "support/test.h"

#include <math.h>

/* What became of many estimates. */
typedef struct score {
    int count, held;
    double fitted, raw; /* sums of squared errors, relative to the truth */
} score;

static void add_score(score *s, const ipso_fit_estimate *estimate, double truth)
{
    double fitted = estimate->fitted / truth - 1, raw = estimate->raw / truth - 1;

    s->count++;
    s->held += estimate->low <= truth && truth <= estimate->high;
    s->fitted += fitted * fitted;
    s->raw += raw * raw;
}

static void assert_trusted(const score *s)
{
    assert_true(s->count >= 600);
    assert_true(s->held > 0.9 * s->count);
    assert_true(s->fitted < s->raw);
}

enum { PEOPLE = 10 };

/* Ten practitioners of each list, 8 or 4 appointments each, effects of standard deviation 0.1. */
static void score_practitioners(score *s, uint64_t seed)
{
    ipso_practice *practice = history_practice(PEOPLE - 2), *fitted;
    double truth[PEOPLE];
    history past = {0};
    ipso_fit_report report;
    ipso__random random;

    ipso__random_init(&random, seed, 17);
    for (int p = 0; p < PEOPLE; p++) {
        truth[p] = 17 * exp(0.1 * history_normal(&random));
        for (int i = 0; i < (p % 2 == 0 ? 8 : 4); i++)
            history_add(&past, i, p, history_minutes(&random, truth[p], 0.3));
    }
    fitted = history_fit(practice, &past, NULL, &report);
    for (int p = 0; p < PEOPLE; p++)
        add_score(s, history_estimate(&report, IPSO_FIT_PRACTITIONER_MEAN, p), truth[p]);
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

static void practitioners_are_nearer_the_truth_together(void **state)
{
    score s = {.count = 0};

    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++)
        score_practitioners(&s, seed);
    assert_trusted(&s);
}

#define ENTRY(day, expected)                                                                       \
    {                                                                                              \
        .patient_class = IPSO_ANY, .site = IPSO_ANY, .days = {.weekdays = (day)},                  \
        .end_min = IPSO_DAY_MIN, .mean = (expected), .dispersion = 1.5                             \
    }

/* Four entries over twelve weeks, at about 1.2 times what was expected of them. */
static void score_entries(score *s, uint64_t seed)
{
    static const ipso_demand entries[] = {ENTRY(IPSO_MONDAY, 4), ENTRY(IPSO_TUESDAY, 1),
                                          ENTRY(IPSO_WEDNESDAY, 20), ENTRY(IPSO_THURSDAY, 0.5)};
    ipso_practice *practice = history_practice_of(1, entries, 4), *fitted;
    history past = {0};
    double truth[4];
    ipso_fit_report report;
    ipso_fit_settings settings;
    ipso__random random;

    ipso_fit_settings_init(&settings);
    settings.first_day = history_date(0);
    settings.last_day = history_date(12 * 7 - 1);
    settings.empty_days_are_open = true;
    ipso__random_init(&random, seed, 19);
    for (int e = 0; e < 4; e++) {
        truth[e] = entries[e].mean * 1.2 * exp(0.1 * history_normal(&random));
        for (int week = 0; week < 12; week++)
            for (int i = ipso__random_poisson(&random, truth[e]); i > 0; i--)
                history_add(&past, 7 * week + e, 0, -1);
    }
    fitted = history_fit(practice, &past, &settings, &report);
    for (int e = 0; e < 4; e++)
        add_score(s, history_estimate(&report, IPSO_FIT_DEMAND, e), truth[e]);
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

static void entries_are_nearer_the_truth_together(void **state)
{
    score s = {.count = 0};

    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++)
        score_entries(&s, seed);
    assert_trusted(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(practitioners_are_nearer_the_truth_together),
        cmocka_unit_test(entries_are_nearer_the_truth_together),
    };
    return cmocka_run_group_tests_name("fit coverage", tests, NULL, NULL);
}
