/* How far the suite "policies" is, and how long it will take still: cells of a scenario and policy
 * are taken to last as long as the last one did, others as the mean of the policy, or of all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policies.h"

void policies_write_time(char text[POLICIES_TIME_SIZE], double seconds)
{
    long whole = seconds < 1e7 ? (long)(seconds + 0.5) : 10000000;

    if (whole >= 3600)
        snprintf(text, POLICIES_TIME_SIZE, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        snprintf(text, POLICIES_TIME_SIZE, "%ld min %02ld s", whole / 60, whole % 60);
    else
        snprintf(text, POLICIES_TIME_SIZE, "%ld s", whole);
}

/* Mean seconds of the finished cells of a policy, or with -1 of all; 0 when there is none. */
static double mean_seconds(const policies_progress *progress, int policy)
{
    double sum = 0;
    int count = 0;

    for (int s = 0; s < BENCH_MAX_NAMES; s++) {
        for (int p = 0; p < BENCH_MAX_LIST; p++) {
            if ((policy >= 0 && p != policy) || progress->seconds[s][p] == 0)
                continue;
            sum += progress->seconds[s][p];
            count++;
        }
    }
    return count > 0 ? sum / count : 0;
}

static double guess(const policies_progress *progress, int scenario, int policy, double otherwise)
{
    double of_policy = mean_seconds(progress, policy);

    if (progress->seconds[scenario][policy] > 0)
        return progress->seconds[scenario][policy];
    return of_policy > 0 ? of_policy : otherwise;
}

/* Seconds left, 0 when there is nothing to tell them by. */
static double left_s(const policies_progress *progress, int done)
{
    double spent = bench_now_s() - progress->began_s;
    double share = (double)done / progress->replications;
    double all = mean_seconds(progress, -1),
           here = guess(progress, progress->scenario, progress->policy, all);
    double sum = 0;

    if (done > 0)
        here = spent / share;
    if (here == 0)
        return 0;
    for (int s = 0; s < BENCH_MAX_NAMES; s++)
        for (int p = 0; p < BENCH_MAX_LIST; p++)
            if (progress->left[s][p] > 0)
                sum += progress->left[s][p] * guess(progress, s, p, all > 0 ? all : here);
    return sum + (here > spent ? here - spent : 0);
}

void policies_progress_begin(policies_progress *progress, int scenario, int policy)
{
    progress->scenario = scenario;
    progress->policy = policy;
    progress->left[scenario][policy]--;
    progress->began_s = bench_now_s();
    policies_progress_tell(progress, 0);
}

int policies_progress_tell(void *user, int done)
{
    policies_progress *progress = user;
    double now = bench_now_s(), left;
    char time[POLICIES_TIME_SIZE];

    if (!progress->shown || (done > 0 && now - progress->told_s < 0.2))
        return 0;
    progress->told_s = now;
    left = left_s(progress, done);
    fprintf(stderr, "\r\033[K%d of %d cells, %d of %d replications of the next", progress->done,
            progress->cells, done, progress->replications);
    if (left > 0) {
        policies_write_time(time, left);
        fprintf(stderr, ", about %s left", time);
    }
    fflush(stderr);
    return 0;
}

void policies_progress_end(policies_progress *progress)
{
    double spent = bench_now_s() - progress->began_s;

    progress->seconds[progress->scenario][progress->policy] = spent > 1e-6 ? spent : 1e-6;
    progress->done++;
    if (progress->shown)
        fputs("\r\033[K", stderr);
}
