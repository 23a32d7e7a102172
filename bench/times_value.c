/* The sessions of a plan, valued by ipso_session_evaluate and ipso_session_simulate.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "times.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SLOTS = 300 };

/* One session: consulting minutes of a practitioner and day without a gap. */
typedef struct scene {
    const ipso_plan *plan;
    const ipso_practice *practice;
    times_method method;
    int64_t simulations;
    uint64_t seed;
    int start_min, end_min;
    int slots[MOST_SLOTS], count;
    ipso_session_patient patients[MOST_SLOTS];
    double starts[MOST_SLOTS];
    double *cells[MOST_SLOTS]; /* of home visits: minutes and shares, owned */
    double *late_min, *late_share;
    size_t late_count; /* how late the session begins; 0: on time */
    times_value *value;
} scene;

static ipso_status no_memory(ipso_error *err)
{
    snprintf(err->text, sizeof err->text, "out of memory");
    return IPSO_NOMEM;
}

/* ---- consulting time ---- */

/* Clears [from, to) of the minutes of a day. */
static void clear(bool *minutes, int from, int to)
{
    for (int m = from > 0 ? from : 0; m < to && m < IPSO_DAY_MIN; m++)
        minutes[m] = false;
}

static bool applies(const ipso_practice *practice, const ipso_protected *kept, int practitioner,
                    int day, const ipso_duty *duty)
{
    return kept->admit_count == 0 && (kept->site == IPSO_ANY || kept->site == duty->site) &&
           ipso_practice_day_matches(practice, &kept->days, day) &&
           ipso_practice_who_matches(practice, &kept->who, practitioner);
}

/* The minutes in which a duty consults: its own less breaks and protected time. */
static void add_duty(const ipso_practice *practice, int practitioner, int day,
                     const ipso_duty *duty, bool *minutes)
{
    for (int m = duty->start_min; m < duty->end_min; m++)
        minutes[m] = true;
    for (size_t i = 0; i < duty->break_count; i++)
        clear(minutes, duty->breaks[i].start_min, duty->breaks[i].end_min);
    for (int i = 0; i < ipso_practice_protected_count(practice); i++) {
        const ipso_protected *kept = ipso_practice_protected(practice, i);
        if (!applies(practice, kept, practitioner, day, duty))
            continue;
        clear(minutes, kept->start_min, kept->end_min);
        clear(minutes, duty->start_min, duty->start_min + kept->minutes_at_start);
        clear(minutes, duty->end_min - kept->minutes_at_end, duty->end_min);
    }
}

/* ---- services ---- */

/* The law on whole minutes and the travel behind it: mean and expected excess stay what they are.
 */
static bool set_home_visit(scene *s, int i, const ipso_law *law, double factor, int travel)
{
    enum { CELLS = 600 };
    double *minutes = malloc(2 * CELLS * sizeof *minutes), sum = 0;
    s->cells[i] = minutes;
    if (minutes == NULL)
        return false;
    for (int k = 0; k < CELLS; k++) {
        double here = ipso_law_overrun_min(law, factor, k);
        double below = k == 0 ? here + 1 : ipso_law_overrun_min(law, factor, k - 1);
        minutes[k] = k + travel;
        minutes[CELLS + k] = fmax(0, below - 2 * here + ipso_law_overrun_min(law, factor, k + 1));
        sum += minutes[CELLS + k];
    }
    for (int k = 0; k < CELLS; k++)
        minutes[CELLS + k] /= sum;
    s->patients[i].service = (ipso_service){.kind = IPSO_SERVICE_EMPIRICAL,
                                            .minutes = minutes,
                                            .shares = minutes + CELLS,
                                            .count = CELLS};
    return true;
}

static ipso_service service_of(const ipso_law *law, double factor)
{
    ipso_service service = {.kind = IPSO_SERVICE_FIXED, .mean_min = factor * law->mean_min};
    if (law->kind == IPSO_LAW_EXPONENTIAL)
        service.kind = IPSO_SERVICE_EXPONENTIAL;
    if (law->kind == IPSO_LAW_LOGNORMAL && law->cv >= 0.01) {
        service.kind = IPSO_SERVICE_LOGNORMAL;
        service.cv = law->cv;
    }
    return service;
}

static int class_of(const scene *s, const ipso_slot *slot, double *no_show)
{
    *no_show = 0;
    if (slot->use == IPSO_SLOT_FIXED) {
        *no_show = ipso_practice_fixed(s->practice, slot->fixed)->no_show;
        return ipso_practice_fixed(s->practice, slot->fixed)->patient_class;
    }
    if (slot->use == IPSO_SLOT_BOOKED) {
        *no_show = ipso_practice_request(s->practice, slot->request)->no_show;
        return ipso_practice_request(s->practice, slot->request)->patient_class;
    }
    return slot->demand == IPSO_ANY
               ? IPSO_ANY
               : ipso_practice_demand(s->practice, slot->demand)->patient_class;
}

static bool set_patient(scene *s, int i)
{
    const ipso_slot *slot = ipso_plan_slot(s->plan, s->slots[i]);
    ipso_session_patient *patient = &s->patients[i];
    double factor;
    ipso_session_patient_init(patient);
    int patient_class = class_of(s, slot, &patient->no_show);
    ipso_law law = ipso_practice_service_law(s->practice, slot->type, slot->practitioner,
                                             patient_class, &factor);
    if (slot->travel_min > 0 || law.kind == IPSO_LAW_EMPIRICAL)
        return set_home_visit(s, i, &law, factor, slot->travel_min);
    patient->service = service_of(&law, factor);
    return true;
}

/* ---- one session ---- */

static void set_starts(scene *s)
{
    int grid = ipso_practice_horizon(s->practice)->grid_min;
    double interval = (double)(s->end_min - s->start_min) / s->count;
    for (int i = 0; i < s->count; i++) {
        const ipso_slot *slot = ipso_plan_slot(s->plan, s->slots[i]);
        s->starts[i] = s->method == TIMES_EQUAL ? floor(i * interval / grid) * grid
                                                : slot->start_min - s->start_min;
    }
}

static ipso_status make_session(ipso_session **session, scene *s, ipso_error *err)
{
    const ipso_weights *weights = ipso_practice_weights(s->practice);
    ipso_session_model model;
    ipso_session_model_init(&model);
    model.length_min = s->end_min - s->start_min;
    model.patients = s->patients;
    model.patient_count = s->count;
    if (s->late_count > 0)
        model.delay = (ipso_service){.kind = IPSO_SERVICE_EMPIRICAL,
                                     .minutes = s->late_min,
                                     .shares = s->late_share,
                                     .count = s->late_count};
    model.wait_weight = (double)weights->direct_wait_points;
    model.idle_weight = (double)weights->idle_points;
    model.overtime_weight = (double)weights->overtime_points;
    model.horizon = IPSO_HORIZON_MIXED;
    return ipso_session_new(session, &model, err);
}

/* The law of the end of work, in minutes of the day, for the session that follows. */
static bool keep_end(scene *s, const ipso_session_value *value)
{
    double before = 0;
    free(s->late_min);
    s->late_count = (size_t)value->end_count;
    s->late_min = malloc(2 * s->late_count * sizeof *s->late_min);
    if (s->late_min == NULL)
        return false;
    s->late_share = s->late_min + s->late_count;
    for (size_t i = 0; i < s->late_count; i++) {
        s->late_min[i] = s->start_min + value->end_min[i];
        s->late_share[i] = value->end_share[i] - before;
        before = value->end_share[i];
    }
    return true;
}

/* The end of the session before becomes the delay of this one. */
static void set_delay(scene *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->late_count; i++) {
        s->late_min[i] = fmin(1440, fmax(0, s->late_min[i] - s->start_min));
        sum += s->late_share[i];
    }
    for (size_t i = 0; i < s->late_count; i++)
        s->late_share[i] /= sum;
}

static void add_value(times_value *sum, const scene *s, const ipso_session_measures *exact,
                      const ipso_session_sample *sample)
{
    sum->slots += s->count;
    sum->sessions++;
    sum->wait += exact->wait;
    sum->idle += exact->idle_to_last;
    sum->overtime += exact->overtime;
    sum->cost += exact->cost;
    sum->simulated += sample->mean.cost;
    sum->error = hypot(sum->error, sample->error.cost);
}

static ipso_status value_session(scene *s, ipso_error *err)
{
    ipso_session *session = NULL;
    const ipso_session_times times = {s->count, NULL, s->starts};
    ipso_session_value value = {0};
    ipso_session_sample sample = {0};
    for (int i = 0; i < s->count; i++)
        if (!set_patient(s, i))
            return no_memory(err);
    set_starts(s);
    set_delay(s);
    ipso_status status = make_session(&session, s, err);
    if (status == IPSO_OK)
        status = ipso_session_evaluate(&value, session, &times, err);
    if (status == IPSO_OK)
        status = ipso_session_simulate(&sample, session, &times, s->simulations, s->seed++, err);
    if (status == IPSO_OK)
        add_value(s->value, s, &value.measures, &sample);
    if (status == IPSO_OK && !keep_end(s, &value))
        status = no_memory(err);
    ipso_session_sample_finish(&sample);
    ipso_session_value_finish(&value);
    ipso_session_free(session);
    return status;
}

static ipso_status take_session(scene *s, int practitioner, int day, ipso_error *err)
{
    s->count = 0;
    for (int i = 0; i < ipso_plan_slot_count(s->plan) && s->count < MOST_SLOTS; i++) {
        const ipso_slot *slot = ipso_plan_slot(s->plan, i);
        if (slot->practitioner == practitioner && slot->day == day &&
            slot->start_min >= s->start_min && slot->start_min < s->end_min)
            s->slots[s->count++] = i;
    }
    if (s->count == 0)
        return IPSO_OK;
    memset(s->cells, 0, sizeof s->cells);
    ipso_status status = value_session(s, err);
    for (int i = 0; i < s->count; i++)
        free(s->cells[i]);
    return status;
}

/* ---- the plan ---- */

static ipso_status value_day(scene *s, int practitioner, int day, ipso_error *err)
{
    bool minutes[IPSO_DAY_MIN + 1] = {false};
    ipso_status status = IPSO_OK;
    for (int i = 0; i < ipso_plan_assignment_count(s->plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(s->plan, i);
        if (work->practitioner == practitioner && work->day == day)
            add_duty(s->practice, practitioner, day, ipso_practice_duty(s->practice, work->duty),
                     minutes);
    }
    s->late_count = 0;
    for (int m = 0; m < IPSO_DAY_MIN && status == IPSO_OK; m++) {
        if (!minutes[m])
            continue;
        s->start_min = m;
        while (minutes[m])
            m++;
        s->end_min = m;
        status = take_session(s, practitioner, day, err);
    }
    return status;
}

ipso_status times_value_plan(times_value *value, const ipso_plan *plan, times_method method,
                             int64_t simulations, uint64_t seed, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    scene *s = calloc(1, sizeof *s);
    if (s == NULL)
        return no_memory(err);
    *value = (times_value){0};
    s->plan = plan;
    s->practice = ipso_plan_practice(plan);
    s->method = method;
    s->simulations = simulations;
    s->seed = seed;
    s->value = value;
    for (int p = 0; p < ipso_practice_practitioner_count(s->practice); p++)
        for (int t = 0; t < ipso_practice_horizon(s->practice)->days && status == IPSO_OK; t++)
            status = value_day(s, p, t, err);
    free(s->late_min);
    free(s);
    return status;
}
