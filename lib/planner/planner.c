/* The pipeline: roster, the roster once more for slots and bookings, slots, bookings, times, then
 * the check.
 *
 * What is left of the time and of the work is shared out before each stage: a stage that ends early
 * leaves its rest to the next. Shares are fixed numbers, so that a work limit gives the same plan
 * always. After a cancel each remaining stage gets a moment, for a plan that is whole and worth
 * having.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/clock.h"
#include "base/error.h"

#include <math.h>
#include <stdio.h>

/* Share of what is left that a stage may use: most goes to the slots, whose program is hardest. The
 * last stage asked for may use all of it. */
static const double stage_share[IPSO_STAGE_COUNT] = {0.35, 0.70, 0.80, 1.0};

/* Shares where the roster is planned for slots and bookings too: of the roster by itself, and of
 * what is left then for all three together. */
#define ROSTER_SHARE 0.1
#define JOINT_SHARE  0.8

/* Share of what the bookings leave for the joint bound, where the roster is planned apart. */
#define BOUND_SHARE 0.8

/* What a stage that follows a cancel gets, in seconds. */
#define MOMENT_S 0.25

/* One call of the planner. */
typedef struct planning {
    const ipso_settings *settings;
    double started_s;
    ipso_stage stage;
    int64_t work; /* of the stages that ended */
    ipso_joint_report joint;
    ipso__joint_result together; /* its plan: the roster to go on with, or NULL */
    bool cancelled;
    bool finishing; /* the present stage began after the cancel: it is not cancelled itself */
} planning;

void ipso_settings_init(ipso_settings *settings)
{
    *settings = (ipso_settings){.time_limit_s = 60,
                                .gap = 0.0005,
                                .seed = 1,
                                .threads = 1,
                                .first_stage = IPSO_STAGE_ROSTER,
                                .last_stage = IPSO_STAGE_TIMES};
}

static int on_progress(void *user, const ipso_progress *progress)
{
    planning *run = user;
    ipso_progress shown = *progress;

    shown.stage = run->stage;
    shown.elapsed_s = ipso__clock_now_s() - run->started_s;
    if (shown.has_plan && shown.has_bound)
        shown.gap = (shown.cost - shown.bound) / fmax(1, fabs(shown.cost));
    if (!run->cancelled && run->settings->progress != NULL &&
        run->settings->progress(run->settings->progress_user, &shown) != 0)
        run->cancelled = true;
    return run->cancelled && !run->finishing;
}

static ipso__stage_settings share_settings(planning *run, double share)
{
    const ipso_settings *settings = run->settings;
    double now = ipso__clock_now_s();
    double left_s = run->started_s + settings->time_limit_s - now;
    int64_t left_work = settings->work_limit - run->work;
    ipso__stage_settings stage = {.gap = settings->gap,
                                  .seed = settings->seed,
                                  .threads = settings->threads,
                                  .progress = on_progress,
                                  .progress_user = run,
                                  .log = settings->log,
                                  .log_user = settings->log_user};

    stage.deadline_s = now + fmax(0, left_s) * share;
    run->finishing = run->cancelled;
    if (run->cancelled)
        stage.deadline_s = now + MOMENT_S;
    if (settings->work_limit > 0)
        stage.work_limit = (int64_t)fmax(1, floor((double)left_work * share));
    return stage;
}

/* Whether the roster is planned for the slots and bookings too. */
static bool is_together(const planning *run)
{
    return !run->settings->apart && run->settings->first_stage == IPSO_STAGE_ROSTER &&
           run->settings->last_stage >= IPSO_STAGE_SLOTS;
}

static ipso__stage_settings stage_settings(planning *run)
{
    double share = run->stage == run->settings->last_stage ? 1 : stage_share[run->stage];

    if (run->stage == IPSO_STAGE_ROSTER && is_together(run))
        share = ROSTER_SHARE;
    return share_settings(run, share);
}

static ipso_status expect_settings(const ipso_practice *practice, const ipso_settings *settings,
                                   ipso_error *err)
{
    if (!ipso_practice_validated(practice))
        return ipso__fail(err, IPSO_STATE, "", "the practice is not validated");
    if (!(settings->time_limit_s > 0))
        return ipso__fail(err, IPSO_INPUT, "", "time limit %g s is not above 0",
                          settings->time_limit_s);
    if (settings->work_limit < 0)
        return ipso__fail(err, IPSO_INPUT, "", "work limit %lld is below 0",
                          (long long)settings->work_limit);
    if (!(settings->gap >= 0) || !isfinite(settings->gap))
        return ipso__fail(err, IPSO_INPUT, "", "gap %g is not 0 or more", settings->gap);
    if (settings->threads < 1 || settings->threads > 1024)
        return ipso__fail(err, IPSO_INPUT, "", "%d threads are outside 1 to 1024",
                          settings->threads);
    if ((unsigned)settings->last_stage >= IPSO_STAGE_COUNT ||
        (unsigned)settings->first_stage > (unsigned)settings->last_stage)
        return ipso__fail(err, IPSO_INPUT, "", "stages %d to %d are not a range of stages",
                          (int)settings->first_stage, (int)settings->last_stage);
    if (settings->first_stage > IPSO_STAGE_ROSTER &&
        (settings->start == NULL || ipso_plan_practice(settings->start) != practice))
        return ipso__fail(err, IPSO_INPUT, "",
                          "the %s stage needs a plan of this practice to start from",
                          ipso_stage_name(settings->first_stage));
    return settings->first_stage > IPSO_STAGE_ROSTER
               ? ipso__expect_stages_before(settings->start, settings->first_stage, err)
               : IPSO_OK;
}

static ipso_status run_stage(ipso_plan **after, const ipso_plan *before, planning *run,
                             ipso_error *err)
{
    ipso__stage_settings settings = stage_settings(run);

    if (run->stage == IPSO_STAGE_SLOTS)
        return ipso__slots_stage(after, before, &settings, err);
    if (run->stage == IPSO_STAGE_BOOKINGS)
        return ipso__bookings_stage(after, before, &settings, err);
    return ipso__times_stage(after, before, &settings, err);
}

static void log_stage(const planning *run, const ipso_plan *plan)
{
    const ipso_stage_report *report = ipso_plan_stage(plan, run->stage);
    char line[256];

    if (run->settings->log == NULL)
        return;
    snprintf(line, sizeof line,
             "%s: %s, cost %lld, bound %lld, gap %.3f %%, stopped by %s; %lld rows, %lld columns",
             ipso_stage_name(run->stage), ipso_outcome_name(report->outcome),
             (long long)report->cost, (long long)report->bound, 100 * report->gap,
             ipso_stop_name(report->stop), (long long)report->rows, (long long)report->columns);
    run->settings->log(run->settings->log_user, line);
}

/* What the cancel left of the time is what stopped a stage that began after it. */
static ipso_status note_cancel(ipso_plan *plan, const planning *run, ipso_error *err)
{
    ipso_stage_report report = *ipso_plan_stage(plan, run->stage);

    if (!run->finishing || report.stop != IPSO_STOP_TIME)
        return IPSO_OK;
    report.stop = IPSO_STOP_CANCEL;
    return ipso_plan_set_stage(plan, run->stage, &report, err);
}

/* The stage after the roster, of a roster; *plan is replaced. */
static ipso_status run_next(ipso_plan **plan, planning *run, ipso_error *err)
{
    ipso_plan *after;
    ipso_status status = run_stage(&after, *plan != NULL ? *plan : run->settings->start, run, err);

    if (status != IPSO_OK)
        return status;
    ipso_plan_free(*plan);
    *plan = after;
    run->work += ipso_plan_stage(after, run->stage)->work;
    status = note_cancel(after, run, err);
    log_stage(run, after);
    return status;
}

static double cost_so_far(const ipso_plan *plan)
{
    return (double)ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->cost +
           (double)ipso_plan_stage(plan, IPSO_STAGE_SLOTS)->cost;
}

/* The slots of the roster that promises the lower joint cost; of the other one too when it may yet
 * keep less than promised. *plan becomes the cheaper of the two. */
static ipso_status run_slots(ipso_plan **plan, planning *run, ipso_error *err)
{
    ipso_plan *better = run->together.plan;
    ipso_status status;

    run->together.plan = NULL;
    if (better == NULL)
        return run_next(plan, run, err);
    status = run_next(&better, run, err);
    if (status == IPSO_OK && cost_so_far(better) > run->together.other)
        status = run_next(plan, run, err);
    if (status == IPSO_OK && (ipso_plan_last_stage(*plan) < (int)IPSO_STAGE_SLOTS ||
                              cost_so_far(better) < cost_so_far(*plan))) {
        ipso_plan_free(*plan);
        *plan = better;
        better = NULL;
    }
    ipso_plan_free(better);
    return status;
}

/* The joint bound, and a roster that is better for slots and bookings together. A cancel leaves the
 * roster as it is. */
static ipso_status run_joint(ipso_plan *plan, planning *run, ipso_error *err)
{
    bool bound_only = !is_together(run);
    ipso__stage_settings settings;
    ipso_status status;

    if (run->settings->first_stage != IPSO_STAGE_ROSTER || run->cancelled)
        return IPSO_OK;
    settings = share_settings(run, bound_only ? BOUND_SHARE : JOINT_SHARE);
    status = ipso__joint_improve(&run->together, plan, bound_only, &settings, err);
    if (status == IPSO_OK)
        run->work += run->together.work;
    return status;
}

static ipso_status report_joint(ipso_plan *plan, planning *run, ipso_error *err)
{
    ipso_joint_report report;
    ipso_status status = IPSO_OK;

    if (run->settings->first_stage != IPSO_STAGE_ROSTER)
        return IPSO_OK;
    if (!is_together(run))
        status = run_joint(plan, run, err);
    if (status == IPSO_OK)
        status = ipso__joint_report(&report, plan, &run->together, err);
    if (status == IPSO_OK)
        run->joint = report;
    return status;
}

/* The stages after the roster, from the settings' first to their last; *plan is replaced. */
static ipso_status run_later_stages(ipso_plan **plan, planning *run, ipso_error *err)
{
    const ipso_settings *settings = run->settings;
    ipso_stage first =
        settings->first_stage > IPSO_STAGE_ROSTER ? settings->first_stage : IPSO_STAGE_SLOTS;

    for (int stage = (int)first; stage <= (int)settings->last_stage; stage++) {
        ipso_status status;

        run->stage = (ipso_stage)stage;
        status =
            run->stage == IPSO_STAGE_SLOTS ? run_slots(plan, run, err) : run_next(plan, run, err);
        if (status == IPSO_OK && run->stage == IPSO_STAGE_BOOKINGS)
            status = report_joint(*plan, run, err);
        if (status != IPSO_OK)
            return status;
    }
    if (*plan != NULL)
        ipso_plan_set_joint(*plan, &run->joint);
    return IPSO_OK;
}

/* No plan leaves the planner without having passed the check. */
static ipso_status require_check(const ipso_plan *plan, ipso_error *err)
{
    ipso_report *report;
    ipso_status status = ipso_check(&report, plan, err);

    if (status != IPSO_OK)
        return status;
    for (int i = 0; i < ipso_report_finding_count(report) && status == IPSO_OK; i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);

        if (finding->violation)
            status = ipso__fail(err, IPSO_SOLVER, finding->where,
                                "the plan did not pass its check (%s): %s",
                                ipso_rule_name(finding->rule), finding->text);
    }
    ipso_report_free(report);
    return status;
}

static ipso_outcome outcome_of(const ipso_plan *plan)
{
    for (int stage = 0; stage < IPSO_STAGE_COUNT; stage++) {
        const ipso_stage_report *report = ipso_plan_stage(plan, (ipso_stage)stage);

        if (report->ran && report->outcome != IPSO_OPTIMAL)
            return IPSO_FEASIBLE;
    }
    return IPSO_OPTIMAL;
}

/* The roster: with its share, and when that finds none and proves nothing, with all that is left,
 * since without a roster the later stages have nothing to do. */
static ipso_status run_roster(ipso_plan **plan, ipso_outcome *outcome, planning *run,
                              const ipso_practice *practice, ipso_finding_fn conflict,
                              void *conflict_user, ipso_error *err)
{
    ipso__stage_settings limits = stage_settings(run);
    ipso_status status =
        ipso__roster_stage(plan, practice, &limits, outcome, conflict, conflict_user, err);

    if (status == IPSO_OK && *outcome == IPSO_UNKNOWN && !run->cancelled) {
        run->work += limits.work_limit;
        limits = share_settings(run, 1);
        status = ipso__roster_stage(plan, practice, &limits, outcome, conflict, conflict_user, err);
    }
    if (status == IPSO_OK && *plan != NULL) {
        run->work += ipso_plan_stage(*plan, IPSO_STAGE_ROSTER)->work;
        log_stage(run, *plan);
        if (is_together(run))
            status = run_joint(*plan, run, err);
    }
    return status;
}

ipso_status ipso_plan_make(ipso_plan **plan, const ipso_practice *practice,
                           const ipso_settings *settings, ipso_outcome *outcome,
                           ipso_finding_fn conflict, void *conflict_user, ipso_error *err)
{
    planning run = {.settings = settings, .started_s = ipso__clock_now_s()};
    ipso_outcome reached = IPSO_FEASIBLE;
    ipso_plan *made = NULL;
    ipso_status status = expect_settings(practice, settings, err);

    if (status != IPSO_OK)
        return status;
    if (settings->first_stage == IPSO_STAGE_ROSTER)
        status = run_roster(&made, &reached, &run, practice, conflict, conflict_user, err);
    if (status == IPSO_OK && (made != NULL || settings->first_stage > IPSO_STAGE_ROSTER)) {
        status = run_later_stages(&made, &run, err);
        if (status == IPSO_OK)
            status = require_check(made, err);
        if (status == IPSO_OK)
            reached = outcome_of(made);
    }
    ipso_plan_free(run.together.plan);
    if (status != IPSO_OK) {
        ipso_plan_free(made);
        return status;
    }
    *plan = made;
    *outcome = reached;
    return IPSO_OK;
}
