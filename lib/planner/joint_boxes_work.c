/* What is done to boxes of fair turns, by two workers side by side, whatever the number of threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_boxes.h"

#include "base/error.h"
#include "solve/worker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAR_STEP  0.5 /* of the likely box, as a climb sees fit */
#define FAR_LAST  1e-3
#define LAST_STEP 0.01

#define NODES_SHARE 0.45 /* of what is left, for finding nodes */

enum { STEPS = 120, FAR_STEPS = 1000 };

typedef ipso__joint_boxes boxes;
typedef ipso__joint_box box;
typedef ipso__boxes_worker worker;

/* ---- what is done to a box ---- */

/* Prices of rows between people, of column generation. */
static ipso_status price_rows(worker *w, const box *one, bool near, ipso_error *err)
{
    ipso__joint_worth(&w->joint, one->price);
    return ipso__joint_price_people(&w->joint, w->of->chosen, near, 1, err);
}

/* What is taken of the turns of each rule in the mean of the last climb. */
static void note_turns(const boxes *b, const ipso__joint *joint, box *one)
{
    const ipso__roster *roster = joint->roster;
    for (int i = 0; i < b->rules; i++) {
        const ipso_fair *rule = ipso_practice_fair(roster->practice, i);
        one->turns[i] = 0;
        for (int o = 0; o < roster->option_count; o++)
            if (ipso__roster_is_turn(roster, rule, o) &&
                ipso_practice_who_matches(roster->practice, &rule->who,
                                          roster->options[o].practitioner))
                one->turns[i] += joint->share[o];
    }
}

/* The box at other prices, which it takes where they are better. */
static void take_climb(box *one, const ipso__joint *joint, const ipso__joint_climb *part)
{
    double reached = part->none ? INFINITY : part->bound;
    if (reached >= one->climbed)
        memcpy(one->price, joint->prices.best, (size_t)joint->prices.count * sizeof *one->price);
    one->climbed = fmax(one->climbed, reached);
    one->bound = fmax(one->bound, one->climbed);
    one->state = IPSO__BOX_MOVED;
}

/* A new box: a step, to see where it is. */
static ipso_status open_box(worker *w, ipso_error *err)
{
    box *one = &w->of->list[w->box];
    ipso__joint_climb part = {
        .steps = 1, .until = 1, .hope = IPSO__BOX_HOPE, .step = IPSO__BOX_FIRST_STEP};
    ipso_status status = price_rows(w, one, true, err);
    if (status == IPSO_OK)
        status = ipso__joint_climb_part(&w->joint, &part, err);
    if (status == IPSO_OK)
        take_climb(one, &w->joint, &part);
    one->step = IPSO__BOX_FIRST_STEP;
    return status;
}

/* A turn of the climb. */
static ipso_status climb(worker *w, ipso_error *err)
{
    box *one = &w->of->list[w->box];
    double before = one->climbed;
    ipso__joint_climb part = {
        .steps = STEPS, .until = 1, .hope = IPSO__BOX_HOPE, .step = one->step, .brisk = true};
    ipso__joint_open(&w->joint);
    ipso__joint_set_prices(&w->joint, one->price);
    ipso_status status = ipso__joint_climb_part(&w->joint, &part, err);
    if (status != IPSO_OK)
        return status;
    take_climb(one, &w->joint, &part);
    note_turns(w->of, &w->joint, one);
    one->step = fmax(part.step, LAST_STEP);
    one->done = one->climbed <= before + IPSO__BOX_LEAST_GAIN * fabs(before);
    return status;
}

/* The likely box, from the prices of a roster: half of the people beside the others. */
ipso_status ipso__boxes_climb_far(boxes *b, ipso_error *err)
{
    worker *w = &b->workers[0];
    box *one = &b->list[0];
    ipso__joint *joint = &w->joint, *other = &b->workers[1].joint;
    const ipso__turn_range *range = b->rules > 0 ? one->range : NULL;
    ipso__joint_climb part = {
        .steps = FAR_STEPS, .until = 1, .step = FAR_STEP, .last = FAR_LAST, .brisk = true};
    ipso_status status = ipso__joint_narrow(joint, range, err);
    if (status == IPSO_OK)
        status = ipso__joint_narrow(other, range, err);
    if (status == IPSO_OK)
        status = price_rows(w, one, false, err);
    if (status != IPSO_OK)
        return status;
    ipso__joint_open_halves(joint, other, b->joint->settings->threads > 1);
    status = ipso__joint_climb_part(joint, &part, err);
    ipso__joint_open(joint);
    if (status != IPSO_OK)
        return status;
    one->bound = one->climbed = part.none ? INFINITY : part.bound;
    one->state = IPSO__BOX_MOVED;
    note_turns(b, joint, one);
    for (int i = 0; i < b->count; i++) {
        memcpy(b->list[i].price, joint->prices.best,
               (size_t)joint->prices.count * sizeof *one->price);
        memcpy(b->list[i].turns, one->turns, (size_t)b->rules * sizeof *one->turns);
    }
    return IPSO_OK;
}

/* Half of the people of a box. */
static ipso_status branch(worker *w, ipso_error *err)
{
    const box *one = &w->of->list[w->box];
    ipso_status status = IPSO_OK;
    memcpy(w->joint.root, one->price, (size_t)w->joint.prices.count * sizeof *one->price);
    w->joint.bound = one->bound;
    w->joint.enough = w->of->joint->enough;
    bool first = w->branching == NULL, deeper = first || one->done;
    double used = ipso__joint_used(&w->joint), until = used + NODES_SHARE * (1 - used);
    if (first)
        status = ipso__branching_new(&w->branching, &w->joint, w->number, IPSO__BOXES_WORKERS, err);
    if (status == IPSO_OK)
        status = ipso__branching_begin(w->branching, err);
    return status == IPSO_OK && deeper ? ipso__branching_run(w->branching, until, err) : status;
}

static void work(worker *w)
{
    const box *one = &w->of->list[w->box];
    w->status = ipso__joint_narrow(&w->joint, w->of->rules > 0 ? one->range : NULL, &w->err);
    if (w->status == IPSO_OK)
        w->status = one->state == IPSO__BOX_SETTLED ? branch(w, &w->err)
                    : one->state == IPSO__BOX_NEW   ? open_box(w, &w->err)
                                                    : climb(w, &w->err);
}

/* ---- side by side ---- */

int ipso__boxes_on_progress(void *user, const ipso_progress *progress)
{
    worker *w = user;
    (void)progress;
    if (w->on_caller && ipso__joint_tell(w->of->joint, w->joint.work - w->begun) != 0)
        atomic_store(&w->of->halted, true);
    return atomic_load(&w->of->halted);
}

static void ask(void *user)
{
    boxes *b = user;
    if (ipso__joint_tell(b->joint, 0) != 0)
        atomic_store(&b->halted, true);
}

static void *work_aside(void *user)
{
    worker *w = user;
    work(w);
    atomic_store(&w->done, true);
    return NULL;
}

void ipso__boxes_set_limits(boxes *b, worker *w, int beside)
{
    const ipso__stage_settings *whole = b->joint->settings;
    double left = b->share * (double)whole->work_limit - (double)b->joint->work;
    w->begun = w->joint.work = b->joint->work;
    w->settings.deadline_s = b->joint->begin_s + b->share * (whole->deadline_s - b->joint->begin_s);
    if (whole->work_limit > 0)
        w->settings.work_limit = b->joint->work + 1 + (int64_t)(fmax(0, left) / beside);
    atomic_store(&w->done, false);
}

/* Both workers at their boxes. */
ipso_status ipso__boxes_work(boxes *b, ipso_error *err)
{
    worker *first = &b->workers[0], *other = &b->workers[1];
    pthread_t thread;
    for (int i = 0; i < IPSO__BOXES_WORKERS; i++)
        ipso__boxes_set_limits(b, &b->workers[i], IPSO__BOXES_WORKERS);
    other->on_caller = false;
    bool aside = b->joint->settings->threads > 1 && other->box >= 0 &&
                 ipso__worker_start(&thread, work_aside, other);
    work(first);
    if (aside) {
        ipso__worker_wait(&other->done, ask, b);
        pthread_join(thread, NULL);
    } else if (other->box >= 0) {
        other->on_caller = true;
        work(other);
    }
    for (int i = 0; i < IPSO__BOXES_WORKERS; i++) {
        worker *w = &b->workers[i];
        b->joint->work += w->joint.work - w->begun;
        if (w->status != IPSO_OK)
            return ipso__fail(err, w->status, w->err.where, "%s", w->err.text);
    }
    return IPSO_OK;
}
