/* The sample-average program: start times that are best on average over scenarios, and how far they
 * are from the best.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/average.h"
#include "base/error.h"
#include "session/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void ipso_session_average_settings_init(ipso_session_average_settings *settings)
{
    *settings = (ipso_session_average_settings){
        .scenarios = 100, .replications = 5, .evaluation = 20000, .seed = 1};
}

void ipso_session_average_finish(ipso_session_average *average)
{
    if (average == NULL)
        return;
    ipso_session_plan_finish(&average->plan);
    *average = (ipso_session_average){0};
}

/* ---- scenarios ---- */

static bool book_draws(ipso__book *book)
{
    const ipso_session_model *model = &book->session->model;
    size_t n = (size_t)model->patient_count;
    book->service = ipso__arena_alloc(&book->arena, n, sizeof *book->service);
    book->late = ipso__arena_alloc(&book->arena, n, sizeof *book->late);
    book->fates = ipso__arena_alloc(&book->arena, n, sizeof *book->fates);
    if (book->service == NULL || book->late == NULL || book->fates == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!ipso__draw_prepare(&book->service[i], &book->arena, &model->patients[i].service) ||
            !ipso__draw_prepare(&book->late[i], &book->arena, &model->patients[i].late))
            return false;
    return ipso__draw_prepare(&book->delay, &book->arena, &model->delay);
}

void ipso__book_open(ipso__book *book, uint64_t stream, int64_t scenario)
{
    const ipso_session_average_settings *settings = book->settings;
    int patients = book->session->model.patient_count;
    ipso__random random;
    ipso__random_init(&random, settings->seed + stream, (uint64_t)scenario + 1);
    for (int i = 0; i < patients; i++) {
        ipso__fate *fate = &book->fates[i];
        fate->comes = ipso__draw_unit(&random) < book->session->come[i];
        fate->service_min = ipso__draw_one(&book->service[i], &random);
        fate->late_min = ipso__draw_one(&book->late[i], &random);
    }
    book->delay_min = ipso__draw_one(&book->delay, &random);
    if (settings->given_count > 0) {
        /* Streams read the given scenarios from different places on, around. */
        uint32_t from = ipso__random_below(&random, (uint32_t)settings->given_count);
        const double *row = settings->given_service_min + (size_t)from * (size_t)patients;
        for (int i = 0; i < patients; i++)
            book->fates[i] = (ipso__fate){.comes = row[i] > 0, .service_min = row[i]};
    }
    for (int i = 0; i < patients; i++)
        if (!book->fates[i].comes)
            book->fates[i].service_min = book->fates[i].late_min = 0;
}

double ipso__book_price(const ipso__book *book, int patient)
{
    const ipso_session_model *model = &book->session->model;
    bool counts = model->waits == IPSO_WAITS_BOOKED || book->fates[patient].comes;
    return counts ? model->wait_weight * model->patients[patient].wait_weight : 0;
}

/* The cost of start times in the scenario at hand. */
static double cost_of(const ipso__book *book, const double *start)
{
    const ipso_session_model *model = &book->session->model;
    double free = book->delay_min, cost = 0;
    double busy = free;
    double last = book->count > 0 ? start[book->count - 1] : 0;
    for (int k = 0; k < book->count; k++) {
        const ipso__fate *fate = &book->fates[book->order[k]];
        double arrival = start[k] + fate->late_min;
        cost += ipso__book_price(book, book->order[k]) * fmax(0, free - arrival);
        free = fmax(free, arrival) + fate->service_min;
        busy += fate->service_min;
    }
    double idle_end = ipso__idle_by_plan(model) ? model->length_min : last;
    double over_end = ipso__overtime_by_plan(model) ? model->length_min : last;
    return cost + model->idle_weight * (fmax(free, idle_end) - busy) +
           model->overtime_weight * fmax(0, free - over_end);
}

/* Mean cost over so many scenarios of a stream, and its standard error. */
static void value_times(ipso__book *book, const double *start, uint64_t stream, int64_t scenarios,
                        double *mean, double *error)
{
    double square = 0;
    *mean = 0;
    for (int64_t s = 0; s < scenarios; s++) {
        ipso__book_open(book, stream, s);
        double off = cost_of(book, start) - *mean;
        *mean += off / (double)(s + 1);
        square += off * off * (double)s / (double)(s + 1);
    }
    *error = sqrt(square / (double)(scenarios - 1) / (double)scenarios);
}

/* ---- replications ---- */

static double apart_min(const ipso__book *book, int k)
{
    double apart = book->session->model.patients[book->order[k]].apart_min;
    return book->step_min > 0 ? ceil(apart / book->step_min - 1e-9) * book->step_min : apart;
}

/* Start times at the step nearest, within their windows. */
static void round_times(const ipso__book *book, const double *x, double *start)
{
    for (int k = 0; k < book->count; k++) {
        double at = fmin(book->high[k], fmax(book->low[k], x[k]));
        if (book->step_min > 0)
            at = floor(at / book->step_min + 0.5) * book->step_min;
        start[k] = k > 0 ? fmax(start[k - 1] + apart_min(book, k - 1), at) : at;
    }
}

static ipso_status replicate(ipso__book *book, ipso_session_average *found, double *best,
                             ipso_error *err)
{
    double start[IPSO__MOST_PATIENTS], x[IPSO__MOST_PATIENTS];
    double mean = 0, square = 0, least = INFINITY;
    int replications = book->settings->replications;
    for (int r = 0; r < replications; r++) {
        double cost, value, error;
        ipso_status status = ipso__average_solve(book, (uint64_t)r + 1, x, &cost, err);
        if (status != IPSO_OK)
            return status;
        round_times(book, x, start);
        /* The candidates meet the same fresh scenarios; the best is valued on others. */
        value_times(book, start, 0x100000, book->settings->evaluation / 4 + 2, &value, &error);
        if (value < least) {
            least = value;
            memcpy(best, start, (size_t)book->count * sizeof *best);
        }
        double off = cost - mean;
        mean += off / (r + 1);
        square += off * off * r / (r + 1);
    }
    found->lower = mean;
    found->lower_error = sqrt(square / (replications - 1) / replications);
    return IPSO_OK;
}

/* ---- the call ---- */

static ipso_status check_average(const ipso_session *session,
                                 const ipso_session_average_settings *settings, ipso_error *err)
{
    const ipso_session_model *model = &session->model;
    if (model->break_count > 0 || model->walk_ins_per_hour > 0)
        return ipso__fail(err, IPSO_INPUT, model->break_count > 0 ? "/breaks" : "/walk_ins",
                          "the sample-average program knows neither breaks nor walk-ins");
    if (settings->scenarios < 2 || settings->scenarios > 5000)
        return ipso__fail(err, IPSO_INPUT, "/scenarios", "%d scenarios are not from 2 to 5000",
                          settings->scenarios);
    if (settings->replications < 2 || settings->replications > 1000)
        return ipso__fail(err, IPSO_INPUT, "/replications",
                          "%d replications are not from 2 to 1000", settings->replications);
    if (settings->evaluation < 2 || settings->evaluation > 100000000)
        return ipso__fail(err, IPSO_INPUT, "/evaluation", "%lld scenarios are not from 2 to 1e8",
                          (long long)settings->evaluation);
    if (settings->given_count < 0 ||
        (settings->given_count > 0 && settings->given_service_min == NULL))
        return ipso__fail(err, IPSO_INPUT, "/given", "%d scenarios are given by no table",
                          settings->given_count);
    size_t entries = (size_t)settings->given_count * (size_t)model->patient_count;
    for (size_t i = 0; i < entries; i++)
        if (!(settings->given_service_min[i] >= 0 && settings->given_service_min[i] <= 1440))
            return ipso__fail(err, IPSO_INPUT, "/given",
                              "a service of %g min is not from 0 to 1440",
                              settings->given_service_min[i]);
    return IPSO_OK;
}

static ipso_status set_windows(ipso__book *book, double last, ipso_error *err)
{
    const ipso_session_patient *patients = book->session->model.patients;
    for (int k = 0; k < book->count; k++) {
        book->low[k] = patients[book->order[k]].earliest_min;
        if (k > 0)
            book->low[k] = fmax(book->low[k], book->low[k - 1] + apart_min(book, k - 1));
    }
    for (int k = book->count - 1; k >= 0; k--) {
        book->high[k] = fmin(last, patients[book->order[k]].latest_min);
        if (k + 1 < book->count)
            book->high[k] = fmin(book->high[k], book->high[k + 1] - apart_min(book, k));
        if (book->low[k] > book->high[k])
            return ipso__fail(err, IPSO_INPUT, "/patients",
                              "no start times fit the windows of this order");
    }
    return IPSO_OK;
}

static ipso_status conclude(ipso__book *book, const double *start, ipso_session_average *found,
                            ipso_error *err)
{
    ipso_session_plan *plan = &found->plan;
    size_t count = (size_t)book->count;
    double *starts = ipso__calloc(count, sizeof *starts);
    int *order = ipso__calloc(count, sizeof *order);
    plan->times = (ipso_session_times){book->count, order, starts};
    if (starts == NULL || order == NULL)
        return ipso__fail_nomem(err);
    memcpy(starts, start, count * sizeof *starts);
    memcpy(order, book->order, count * sizeof *order);
    value_times(book, start, 0x200000, book->settings->evaluation, &found->upper,
                &found->upper_error);
    found->gap = found->upper - found->lower;
    plan->outcome = IPSO_FEASIBLE;
    plan->bound = -INFINITY;
    plan->objective = found->upper;
    plan->stop = IPSO_STOP_DONE;
    plan->work = book->work;
    return ipso_session_measure(&plan->measures, book->session, &plan->times, err);
}

ipso_status ipso_session_sample_average(ipso_session_average *average, const ipso_session *session,
                                        const int *order, int count,
                                        const ipso_session_settings *times,
                                        const ipso_session_average_settings *settings,
                                        ipso_error *err)
{
    double zeros[IPSO__MOST_PATIENTS] = {0}, best[IPSO__MOST_PATIENTS];
    const ipso_session_times given = {count, order, zeros};
    ipso_session_average found = {0};
    ipso__book book = {.session = session, .settings = settings, .count = count};
    double last;
    ipso_status status = ipso__times_check(session, &given, err);
    if (status == IPSO_OK)
        status = ipso__settings_check(session, times, &book.step_min, &last, err);
    if (status == IPSO_OK)
        status = check_average(session, settings, err);
    if (status == IPSO_OK && count < 1)
        status = ipso__fail(err, IPSO_INPUT, "/patients", "there is nobody to give a start time");
    if (status != IPSO_OK)
        return status;
    for (int k = 0; k < count; k++)
        book.order[k] = ipso__seen(&given, k);
    status = set_windows(&book, last, err);
    if (status == IPSO_OK && !book_draws(&book))
        status = ipso__fail_nomem(err);
    if (status == IPSO_OK)
        status = replicate(&book, &found, best, err);
    if (status == IPSO_OK)
        status = conclude(&book, best, &found, err);
    ipso__arena_finish(&book.arena);
    if (status == IPSO_OK)
        *average = found;
    else
        ipso_session_average_finish(&found);
    return status;
}
