/* Plans a practice document, with progress on standard error and a cancel, and prints the measures.
 *
 *     plan_document PRACTICE.json [SECONDS]
 *
 * After SECONDS (default 5) it asks the planner to stop: the best plan so far is still returned.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/ipsosched.h>

#include <stdio.h>
#include <stdlib.h>

/* The whole of a file, or NULL; free it. */
static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size = 0;

    if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0) {
        text = malloc((size_t)size + 1);
        rewind(file);
        if (text != NULL && fread(text, 1, (size_t)size, file) != (size_t)size) {
            free(text);
            text = NULL;
        }
    }
    if (file != NULL)
        fclose(file);
    *length = (size_t)size;
    return text;
}

static void on_error(void *user, const char *where, const char *text)
{
    (void)user;
    fprintf(stderr, "%s: %s\n", where, text);
}

/* Called a few times a second; a nonzero answer cancels. */
static int on_progress(void *user, const ipso_progress *progress)
{
    const double *limit_s = user;

    fprintf(stderr, "%s %.1f s", ipso_stage_name(progress->stage), progress->elapsed_s);
    if (progress->has_plan && progress->has_bound)
        fprintf(stderr, ": cost %.0f, bound %.0f, gap %.2f %%", progress->cost, progress->bound,
                100 * progress->gap);
    fputc('\n', stderr);
    return progress->elapsed_s > *limit_s;
}

static void print_measures(const ipso_plan *plan)
{
    const ipso_measures *measures;
    ipso_report *report;

    if (ipso_check(&report, plan, NULL) != IPSO_OK)
        return;
    measures = ipso_report_measures(report);
    printf("check: %d hard rules broken; cost %lld points\n", ipso_report_violation_count(report),
           (long long)ipso_report_cost(report));
    printf("%d slots, %d booked, %d of %d requests placed\n", measures->slots, measures->booked,
           measures->placed, measures->requests);
    printf("%.1f min per patient, %.0f %% of forecast acute need met\n",
           measures->minutes_per_patient, 100 * measures->acute_met_share);
    ipso_report_free(report);
}

int main(int count, char **arguments)
{
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    ipso_outcome outcome;
    ipso_settings settings;
    ipso_error err;
    double limit_s = count > 2 ? atof(arguments[2]) : 5;
    size_t length = 0;
    int code = EXIT_FAILURE;
    char *text = count > 1 ? read_file(arguments[1], &length) : NULL;

    ipso_error_init(&err);
    if (text == NULL) {
        fprintf(stderr, "usage: plan_document PRACTICE.json [SECONDS]\n");
        return 2;
    }
    ipso_settings_init(&settings);
    settings.progress = on_progress;
    settings.progress_user = &limit_s;
    if (ipso_practice_from_json(&practice, text, length, on_error, NULL, &err) == IPSO_OK &&
        ipso_plan_make(&plan, practice, &settings, &outcome, on_error, NULL, &err) == IPSO_OK &&
        plan != NULL) {
        printf("%s plan\n", ipso_outcome_name(outcome));
        print_measures(plan);
        code = EXIT_SUCCESS;
    } else {
        fprintf(stderr, "no plan: %s\n", err.text);
    }
    free(text);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return code;
}
