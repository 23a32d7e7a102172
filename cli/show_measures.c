/* Measures and costs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <math.h>
#include <string.h>

static void print_share(FILE *out, const char *label, double share)
{
    if (isnan(share))
        fprintf(out, "  %-46s    none\n", label);
    else
        fprintf(out, "  %-46s %5.1f %%\n", label, 100 * share);
}

static void print_number(FILE *out, const char *label, double value, const char *unit)
{
    if (isnan(value))
        fprintf(out, "  %-46s    none\n", label);
    else
        fprintf(out, "  %-46s %5.1f%s\n", label, value, unit);
}

void show_measures(FILE *out, const ipso_plan *plan, const ipso_report *report)
{
    const ipso_measures *measures = ipso_report_measures(report);

    print_heading(out, "Measures\n");
    print_number(out, "hours on duty", (double)measures->duty_min / 60, " h");
    print_number(out, "hours open for appointments", (double)measures->consulting_min / 60, " h");
    if (ipso_plan_last_stage(plan) == IPSO_STAGE_ROSTER) {
        fputc('\n', out);
        return;
    }
    print_share(out, "of them in slots", measures->offered_share);
    print_share(out, "slot minutes booked so far", measures->booked_fill);
    fprintf(out, "  %-46s %5d\n", "slots", measures->slots);
    fprintf(out, "  %-46s %5d\n", "  booked", measures->booked);
    fprintf(out, "  %-46s %5d\n", "  open for acute patients", measures->open_acute);
    fprintf(out, "  %-46s %5d\n", "  open for others", measures->open_other);
    fprintf(out, "  %-46s %5d of %d\n", "requests placed", measures->placed, measures->requests);
    print_share(out, "of them with their own practitioner", measures->own_practitioner_share);
    print_number(out, "mean wait of a placed request", measures->wait_days_mean, " days");
    print_number(out, "acute patients expected to call", measures->acute_expected, "");
    print_share(out, "of them expected to find a slot", measures->acute_met_share);
    print_share(out, "slot minutes of extended hours that are acute",
                measures->extended_acute_share);
    print_number(out, "planned time per patient", measures->minutes_per_patient, " min");
    print_number(out, "expected overrun per patient", measures->overrun_min_per_patient, " min");
    print_number(out, "expected wait beyond the start of a slot", measures->direct_wait_min,
                 " min");
    print_number(out, "expected hours without a patient in a session", measures->idle_min / 60,
                 " h");
    print_number(out, "expected hours of work after sessions", measures->overtime_min / 60, " h");
    print_number(out, "expected end of work after the session's, mean",
                 measures->session_late_mean_min, " min");
    print_number(out, "  of the latest session", measures->session_late_max_min, " min");
    fputc('\n', out);
}

static void print_rules_of_tier(FILE *out, const ipso_report *report, ipso_tier tier)
{
    for (int i = 0; i < IPSO_RULE_COUNT; i++) {
        ipso_rule_cost cost = ipso_report_rule_cost(report, (ipso_rule)i);

        if (ipso_rule_tier((ipso_rule)i) == tier && cost.points != 0)
            fprintf(out, "    %-4s%-24s %8lld units %9lld points\n", ipso_rule_label((ipso_rule)i),
                    ipso_rule_name((ipso_rule)i), (long long)cost.units, (long long)cost.points);
    }
}

void show_costs(FILE *out, const ipso_plan *plan, const ipso_report *report)
{
    print_heading(out, "Cost\n");
    for (int tier = 0; tier < IPSO_TIER_COUNT; tier++) {
        int64_t points = ipso_report_tier_cost(report, (ipso_tier)tier);

        if (points == 0)
            continue;
        fprintf(out, "  %-45s %9lld points\n", ipso_tier_name((ipso_tier)tier), (long long)points);
        print_rules_of_tier(out, report, (ipso_tier)tier);
    }
    fprintf(out, "  %-45s %9lld points\n\n", "all", (long long)ipso_report_cost(report));
    if (ipso_plan_last_stage(plan) < 0)
        return;
    for (int stage = 0; stage < IPSO_STAGE_COUNT; stage++) {
        const ipso_stage_report *done = ipso_plan_stage(plan, (ipso_stage)stage);

        if (done->ran)
            fprintf(out, "  %-9s %-8s cost %8lld, proven bound %8lld, gap %.2f %%, stopped by %s\n",
                    ipso_stage_name((ipso_stage)stage), ipso_outcome_name(done->outcome),
                    (long long)done->cost, (long long)done->bound, 100 * done->gap,
                    ipso_stop_name(done->stop));
    }
    const ipso_joint_report *joint = ipso_plan_joint(plan);
    if (joint->ran)
        fprintf(out, "  %-18s cost %8lld, proven bound %8lld, gap %.2f %% (any roster)\n",
                "together", (long long)joint->cost, (long long)joint->bound, 100 * joint->gap);
    fputc('\n', out);
}
