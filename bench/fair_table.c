/* Tables of the suite "fair".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fair.h"

#include <math.h>

static const char *const settings[2] = {"off", "on"};

/* ---- groups ---- */

typedef struct group_figures {
    int people;
    double mean, most; /* of the turns away from the fair share */
} group_figures;

/* Figures of a group, or of everybody (FAIR_GROUP_COUNT). */
static group_figures figures_of(const ipso_practice *practice, const fair_turns *turns, int group)
{
    group_figures figures = {0, 0.0, 0.0};
    for (int p = 0; p < ipso_practice_practitioner_count(practice); p++) {
        double away = fabs(turns[p].above);
        if (!turns[p].counts ||
            (group < FAIR_GROUP_COUNT && (int)fair_group_of(practice, p) != group))
            continue;
        figures.people++;
        figures.mean += away;
        figures.most = away > figures.most ? away : figures.most;
    }
    figures.mean /= figures.people > 0 ? figures.people : 1;
    return figures;
}

static const char *group_label(int group)
{
    return group < FAIR_GROUP_COUNT ? fair_group_name((fair_group)group) : "all";
}

static int rule_count(const ipso_practice *practice)
{
    int rules = ipso_practice_fair_count(practice);
    return rules < FAIR_RULES ? rules : FAIR_RULES;
}

/* ---- for people ---- */

static void print_people(FILE *out, const ipso_practice *practice, const fair_outcome both[2],
                         int rule)
{
    fprintf(out, "\n%s\n%-20s %-9s %5s %5s %7s   %5s %7s %7s   %5s %7s %7s\n",
            ipso_practice_fair(practice, rule)->id, "practitioner", "group", "share", "days",
            "before", "off", "share", "above", "on", "share", "above");
    for (int p = 0; p < ipso_practice_practitioner_count(practice); p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(practice, p);
        const fair_turns *off = &both[0].turns[rule][p], *on = &both[1].turns[rule][p];
        if (!on->counts)
            continue;
        fprintf(out, "%-20s %-9s %4d%% %5d %7d   %5d %7.2f %+7.2f   %5d %7.2f %+7.2f\n", person->id,
                fair_group_name(fair_group_of(practice, p)), person->share_percent, on->days,
                on->before, off->taken, off->share - off->before, off->above, on->taken,
                on->share - on->before, on->above);
    }
}

static void print_groups(FILE *out, const ipso_practice *practice, const fair_outcome both[2])
{
    fprintf(out, "\nturns away from the fair share\n%-12s %-10s %6s   %8s %8s   %8s %8s\n", "rule",
            "group", "people", "mean off", "mean on", "most off", "most on");
    for (int rule = 0; rule < rule_count(practice); rule++)
        for (int group = 0; group <= FAIR_GROUP_COUNT; group++) {
            group_figures off = figures_of(practice, both[0].turns[rule], group);
            group_figures on = figures_of(practice, both[1].turns[rule], group);
            fprintf(out, "%-12s %-10s %6d   %8.2f %8.2f   %8.2f %8.2f\n",
                    ipso_practice_fair(practice, rule)->id, group_label(group), on.people, off.mean,
                    on.mean, off.most, on.most);
        }
}

static void print_costs(FILE *out, const fair_outcome both[2])
{
    int64_t sums[2] = {0, 0};
    fprintf(out, "\npoints of all weeks\n%-5s %-18s %10s %10s %10s\n", "", "rule", "off", "on",
            "more");
    for (int i = 0; i < IPSO_RULE_COUNT; i++) {
        int64_t off = both[0].points[i], on = both[1].points[i];
        sums[0] += off;
        sums[1] += on;
        if (off != 0 || on != 0)
            fprintf(out, "%-5s %-18s %10lld %10lld %+10lld\n", ipso_rule_label((ipso_rule)i),
                    ipso_rule_name((ipso_rule)i), (long long)off, (long long)on,
                    (long long)(on - off));
    }
    fprintf(out, "%-5s %-18s %10lld %10lld %+10lld\n", "", "all", (long long)sums[0],
            (long long)sums[1], (long long)(sums[1] - sums[0]));
    for (int s = 0; s < 2; s++)
        fprintf(out, "%s: %d plan%s, %d violations, largest gap %.2f %%\n", settings[s],
                both[s].plans, both[s].plans == 1 ? "" : "s", both[s].violations,
                100.0 * both[s].gap);
}

void fair_print_tables(FILE *out, const ipso_practice *practice, const fair_outcome both[2])
{
    for (int rule = 0; rule < rule_count(practice); rule++)
        print_people(out, practice, both, rule);
    print_groups(out, practice, both);
    print_costs(out, both);
}

/* ---- for programs ---- */

static void print_row(FILE *out, int setting, const char *rule, const char *name, const char *group,
                      const char *measure, double value)
{
    fprintf(out, "%s,", settings[setting]);
    bench_csv_text(out, rule);
    fputc(',', out);
    bench_csv_text(out, name);
    fprintf(out, ",%s,%s,%.10g,%s\n", group, measure, value, bench_revision());
}

static void print_person_rows(FILE *out, const ipso_practice *practice, const fair_outcome *outcome,
                              int setting, int rule)
{
    const char *id = ipso_practice_fair(practice, rule)->id;
    for (int p = 0; p < ipso_practice_practitioner_count(practice); p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(practice, p);
        const fair_turns *turns = &outcome->turns[rule][p];
        const char *group = fair_group_name(fair_group_of(practice, p));
        if (!turns->counts)
            continue;
        print_row(out, setting, id, person->id, group, "contract_percent", person->share_percent);
        print_row(out, setting, id, person->id, group, "days", turns->days);
        print_row(out, setting, id, person->id, group, "turns_before", turns->before);
        print_row(out, setting, id, person->id, group, "turns", turns->taken);
        print_row(out, setting, id, person->id, group, "fair_share", turns->share - turns->before);
        print_row(out, setting, id, person->id, group, "above", turns->above);
    }
}

void fair_print_csv(FILE *out, const ipso_practice *practice, const fair_outcome both[2])
{
    fputs("setting,rule,practitioner,group,measure,value,revision\n", out);
    for (int s = 0; s < 2; s++) {
        for (int rule = 0; rule < rule_count(practice); rule++) {
            const char *id = ipso_practice_fair(practice, rule)->id;
            print_person_rows(out, practice, &both[s], s, rule);
            for (int group = 0; group <= FAIR_GROUP_COUNT; group++) {
                group_figures figures = figures_of(practice, both[s].turns[rule], group);
                print_row(out, s, id, "", group_label(group), "mean_away", figures.mean);
                print_row(out, s, id, "", group_label(group), "most_away", figures.most);
            }
        }
        for (int i = 0; i < IPSO_RULE_COUNT; i++)
            if (both[0].points[i] != 0 || both[1].points[i] != 0)
                print_row(out, s, ipso_rule_name((ipso_rule)i), "", "", "points",
                          (double)both[s].points[i]);
        print_row(out, s, "", "", "", "violations", both[s].violations);
        print_row(out, s, "", "", "", "gap", both[s].gap);
    }
}
