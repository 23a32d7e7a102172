/* Solving schedules: the worker thread, the phases and the result.
 *
 *   1. a solution from nothing (schedules_start.c), or the caller's, annealed (schedules_anneal.c)
 *      where the personal rules leave room for it;
 *   2. the root: column generation to the Lagrangian bound of the whole (schedules_generate.c);
 *   3. steps of large-neighbourhood search, and a dive along the root's shares (schedules_dive.c);
 *   4. in turns, each longer than the last, large-neighbourhood search (schedules_near.c), from
 * other dives too when it gives no more, annealing, and branch and price (schedules_branch.c),
 * until a limit, the gap or the proof.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "solve/guard.h"
#include "solve/schedules_anneal.h"
#include "solve/schedules_branch.h"
#include "solve/schedules_input.h"
#include "solve/schedules_near.h"
#include "solve/worker.h"

#define NEAR_PROOF 0.005
#define CLOSE      0.0005 /* near enough of the root's bound, where that is all */

enum { CELLS_WORK = 150, MOST_CELLS = 630, MOST_WARM = 60000000 };
enum {
    FIRST_TURN = 5000000,
    FRESH_TURN = 80000000,
    FAILURES = 25,
    KEPT = 12,
    NEAR_GRAINS = 16,
    LISTED = 3,
    FEW_ROWS = 400
};

/* The first annealing is for what the start has left; one that the caller asks for is long. */
static const ipso__anneal_plan WARM = {.heat = 0.05, .cooling = 0.01, .chains = 2};
static const ipso__anneal_plan HOT = {.heat = 0.15, .cooling = 0.01, .chains = 2};
static const ipso__anneal_plan LONG = {.heat = 0.02, .cooling = 0.1, .chains = 1};

/* With a way of search that has found nothing in its last turns. */
typedef struct patience {
    int failures, wait;
} patience;

typedef struct job {
    ipso__sched *search;
    ipso__guard_end end;
    char words[IPSO__GUARD_LINE_SIZE];
} job;

void ipso__schedules_settings_init(ipso__schedules_settings *settings)
{
    *settings = (ipso__schedules_settings){
        .time_limit_s = INFINITY, .enough = IPSO__NEVER, .close = CLOSE, .seed = 1, .threads = 1};
}

void ipso__schedules_columns_finish(ipso__schedules_columns *columns)
{
    free(columns->person);
    free(columns->choice);
    free(columns->share);
    free(columns->status);
    free(columns->basis);
    *columns = (ipso__schedules_columns){0};
}

void ipso__schedules_result_finish(ipso__schedules_result *result)
{
    free(result->choice);
    free(result->prices);
    ipso__schedules_columns_finish(&result->columns);
    result->choice = NULL;
    result->prices = NULL;
}

/* ---- phases ---- */

/* number: in the pool, -1 when the schedule is not lawful. */
static bool pool_lawful(ipso__sched *search, int person, const int *choice, int *number)
{
    int64_t cost;
    *number = -1;
    if (!ipso__schedules_person_value(search->all, person, choice, &cost))
        return true;
    *number = ipso__pool_add(search, person, choice);
    return *number >= 0;
}

/* The caller's schedules are good columns, though the solution may be none of this instance. */
static bool pool_given(ipso__sched *search)
{
    const ipso__schedules_columns *columns = search->settings->columns;
    const int *start = search->settings->start;
    size_t days = (size_t)search->days;
    int count = columns != NULL ? columns->count : 0, number;
    search->given = ipso__arena_alloc(&search->arena, (size_t)count + 1, sizeof *search->given);
    if (search->given == NULL) {
        search->failed = true;
        return false;
    }
    for (int p = 0; start != NULL && p < search->persons; p++)
        if (!pool_lawful(search, p, &start[(size_t)p * days], &number))
            return false;
    for (int c = 0; c < count; c++)
        if (!pool_lawful(search, columns->person[c], &columns->choice[(size_t)c * days],
                         &search->given[c]))
            return false;
    return true;
}

/* For a bound alone the caller's schedules will do. */
static bool start(ipso__sched *search)
{
    ipso__scope_open(&search->whole, search);
    if (!pool_given(search))
        return false;
    if (search->settings->start != NULL)
        ipso__sched_offer(search, search->settings->start);
    if (search->settings->until == IPSO__UNTIL_ROOT && search->pool.count > 0)
        return true;
    memset(search->trial, 0xFF,
           (size_t)search->persons * (size_t)search->days * sizeof *search->trial);
    bool ok = ipso__start_build(search, search->trial);
    if (search->blocked_person < 0)
        ipso__sched_offer(search, search->trial);
    search->started = true;
    return ok;
}

/* Columns to begin with: the schedules of the start. */
static bool load_pool(ipso__sched *search)
{
    for (int c = 0; c < search->pool.count; c++)
        if (!ipso__master_add(search->root, c))
            return false;
    return true;
}

/* The simplex begins where it ended in the instance that gave the columns. */
static bool give_basis(ipso__sched *search)
{
    const ipso__schedules_columns *columns = search->settings->columns;
    if (columns == NULL || columns->basis == NULL ||
        columns->basis_size != ipso__master_basis_size(search))
        return true;
    unsigned char *status =
        ipso__arena_alloc(&search->arena, (size_t)search->pool.count + 1, sizeof *status);
    if (status == NULL) {
        search->failed = true;
        return false;
    }
    for (int c = 0; c < columns->count; c++)
        if (search->given[c] >= 0)
            status[search->given[c]] = columns->status[c];
    ipso__master_set_basis(search->root, columns->basis, status);
    return true;
}

/* Keeps where the simplex is: the LP goes with the worker. */
static void take_basis(ipso__sched *search)
{
    if (!search->root->solved)
        return;
    size_t count = (size_t)search->pool.count;
    unsigned char *basis =
        ipso__arena_alloc(&search->arena, ipso__master_basis_size(search) + 1, sizeof *basis);
    search->column_status =
        ipso__arena_alloc(&search->arena, count + 1, sizeof *search->column_status);
    search->column_share =
        ipso__arena_alloc(&search->arena, count + 1, sizeof *search->column_share);
    if (basis == NULL || search->column_status == NULL || search->column_share == NULL) {
        search->failed = true;
        return;
    }
    for (int i = 0; i < search->root->count; i++)
        search->column_share[search->root->column[i]] = ipso__master_share(search->root, i);
    ipso__master_get_basis(search->root, basis, search->column_status);
    search->column_status_count = search->pool.count;
    search->basis = basis;
}

static bool solve_root(ipso__sched *search)
{
    size_t bytes = (size_t)search->rows * sizeof *search->root_dual;
    if (search->settings->prices != NULL && search->rows > 0)
        memcpy(search->root_dual, search->settings->prices, bytes);
    ipso__scope_open(&search->whole, search);
    bool ends = search->settings->until == IPSO__UNTIL_ROOT;
    bool warm = search->settings->prices != NULL;
    ipso__generation generation = {.cutoff = ends ? search->settings->enough : IPSO__NEVER,
                                   .close = ends ? search->settings->close : 0,
                                   .rough = !ends || !warm,
                                   .whole = true,
                                   .warm = warm,
                                   .doubt = search->settings->doubt,
                                   .center = search->root_dual,
                                   .person = search->root_person};
    bool ok = ipso__master_init(search->root, search, &search->whole) && load_pool(search) &&
              give_basis(search) && ipso__generate(search->root, &generation);
    if (ok && ends)
        take_basis(search);
    search->root_bound = ok ? generation.bound : -INFINITY;
    search->root_value = ok ? generation.value : -INFINITY;
    return ok;
}

static bool dive_from_root(ipso__sched *search, int64_t cutoff, ipso__dive_style style)
{
    bool ok =
        ipso__master_solve(search->root) && ipso__dive(search->root, &search->whole, cutoff, style);
    ipso__scope_open(&search->whole, search);
    ipso__master_apply_bans(search->root);
    return ok;
}

/* Searches near another dive's solution, for what the neighbourhoods of the best do not hold. */
static bool start_afresh(ipso__sched *search)
{
    ipso__near near;
    double gap = (double)search->value - (double)search->bound;
    int64_t cutoff = ipso__sched_round_up((double)search->value + gap / 2 + 1);
    ipso__near_init(&near, search);
    ipso__sched_set_aside(search);
    bool goes_on = dive_from_root(search, cutoff, IPSO__DIVE_VARIED);
    if (goes_on && search->value < IPSO__NEVER)
        goes_on = ipso__near_run(&near, search, FRESH_TURN, FAILURES);
    ipso__sched_take_back(search);
    return goes_on;
}

/* Branching pays once the gap is small; else it is tried only when the neighbourhoods give no more.
 */
static bool is_near_proof(const ipso__sched *search)
{
    double gap = (double)search->value - (double)search->bound;
    return search->value == IPSO__NEVER || search->bound == INT64_MIN ||
           gap <=
               fmax(NEAR_GRAINS * (double)search->grain, NEAR_PROOF * fabs((double)search->value));
}

/* A tree over lists finds what neighbourhoods do not where its nodes are cheap: it gets more. */
static int64_t near_turn(const ipso__sched *search, int64_t turn)
{
    return search->tree->listed && search->rows <= FEW_ROWS ? turn / LISTED : turn;
}

/* Small instances are cold soon: work beyond that is lost. */
static int64_t most_annealing(const ipso__sched *search)
{
    int64_t cells = (int64_t)search->persons * search->days;
    return cells < MOST_CELLS ? CELLS_WORK * cells * cells : MOST_WARM;
}

/* Anneals in every turn while that gives something, ever more seldom while it does not. */
static bool anneal_turn(ipso__sched *search, patience *p, int64_t work)
{
    int64_t before = search->value, most = 2 * most_annealing(search);
    if (p->wait-- > 0 || !ipso__anneal_suits(search))
        return !ipso__sched_must_stop(search);
    bool goes_on = ipso__anneal_run(search, work < most ? work : most, &HOT);
    p->failures = search->value < before ? 0 : p->failures + 1;
    p->wait = p->failures;
    return goes_on;
}

/* Steps near the start take what is easy, before a dive that may be long. Where nothing is found to
 * improve upon, branching looks for a first solution too. */
static void take_turns(ipso__sched *search)
{
    ipso__near near;
    patience annealing = {0};
    ipso__near_init(&near, search);
    int64_t turn = FIRST_TURN;
    bool goes_on = true;
    if (search->value < IPSO__NEVER)
        goes_on = ipso__near_run(&near, search, FIRST_TURN, FAILURES) &&
                  dive_from_root(search, search->value, IPSO__DIVE_QUICK);
    while (goes_on && !ipso__branch_done(search)) {
        if (search->value < IPSO__NEVER)
            goes_on = ipso__near_run(&near, search, near_turn(search, turn), FAILURES);
        if (goes_on)
            goes_on = anneal_turn(search, &annealing, turn);
        bool at_end = near.failures >= FAILURES, is_close = is_near_proof(search);
        if (goes_on && (is_close || at_end))
            goes_on = ipso__branch_run(search, is_close ? turn : turn / 4);
        if (goes_on && at_end && !is_close && !ipso__branch_done(search))
            goes_on = start_afresh(search);
        turn += turn / 2;
    }
}

static bool anneal_start(ipso__sched *search)
{
    int64_t work = most_annealing(search), limit = search->settings->work_limit;
    if (search->settings->until == IPSO__UNTIL_ROOT)
        return true;
    if (search->settings->anneal_work > 0)
        return ipso__anneal_run(search, search->settings->anneal_work, &LONG);
    return ipso__anneal_run(search, limit > 0 && work > limit / 4 ? limit / 4 : work, &WARM);
}

static void run_phases(void *user)
{
    ipso__sched *search = ((job *)user)->search;
    ipso__schedules_until until = search->settings->until;
    if (!start(search) || !anneal_start(search) || until == IPSO__UNTIL_START)
        return;
    if (!solve_root(search) || until == IPSO__UNTIL_ROOT)
        return;
    if (until == IPSO__UNTIL_DIVE || search->value == IPSO__NEVER)
        dive_from_root(search, ipso__sched_cutoff(search), IPSO__DIVE_QUICK);
    if (until == IPSO__UNTIL_LIMITS)
        take_turns(search);
}

/* ---- the worker ---- */

static void *work(void *user)
{
    job *j = user;
    ipso__guard_settings guard = {.user = j};
    j->end = ipso__guard_run(&guard, run_phases, j->words);
    ipso__mail_post_done(&j->search->mail);
    return NULL;
}

static int64_t whole_number(double value)
{
    return value >= 9e18 ? IPSO__NEVER : value <= -9e18 ? INT64_MIN : (int64_t)value;
}

static int report_progress(void *user, double best, double bound, int64_t done)
{
    const ipso__schedules_settings *settings = user;
    return settings->progress(settings->progress_user, whole_number(best), whole_number(bound),
                              done);
}

static ipso_status run(job *j, ipso_error *err)
{
    pthread_t worker;
    ipso__solve_settings mail;
    ipso__solve_settings_init(&mail);
    if (j->search->settings->progress != NULL) {
        mail.progress = report_progress;
        mail.progress_user = (void *)j->search->settings;
    }
    if (!ipso__worker_start(&worker, work, j))
        return ipso__fail(err, IPSO_NOMEM, "", "no thread could be started for the schedules");
    ipso__mail_wait(&j->search->mail, &mail);
    pthread_join(worker, NULL);
    ipso__sched_take_back(j->search);
    if (j->end == IPSO__GUARD_NOMEM || j->search->failed)
        return ipso__fail_nomem(err);
    if (j->end == IPSO__GUARD_STOPPED && j->search->value == IPSO__NEVER)
        return ipso__fail(err, IPSO_SOLVER, "", "GLPK gave up on the schedules: %s", j->words);
    return IPSO_OK;
}

static ipso_outcome outcome_of(const ipso__sched *search)
{
    if (search->value < IPSO__NEVER)
        return ipso__sched_closed(search) ? IPSO_OPTIMAL : IPSO_FEASIBLE;
    return search->blocked_person >= 0 || ipso__branch_refuted(search) ? IPSO_INFEASIBLE
                                                                       : IPSO_UNKNOWN;
}

static bool hand_over_basis(ipso__sched *search, ipso__schedules_columns *columns)
{
    size_t size = ipso__master_basis_size(search), count = (size_t)columns->count;
    columns->status = ipso__calloc(count, sizeof *columns->status);
    columns->basis = ipso__calloc(size, sizeof *columns->basis);
    columns->share = ipso__calloc(count, sizeof *columns->share);
    if (columns->status == NULL || columns->basis == NULL || columns->share == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        int column = search->offers[i].column;
        if (column >= search->column_status_count)
            continue;
        columns->status[i] = search->column_status[column];
        columns->share[i] = search->column_share[column];
    }
    memcpy(columns->basis, search->basis, size);
    columns->basis_size = size;
    return true;
}

/* Those that a like instance can begin with. */
static bool hand_over_columns(ipso__sched *search, ipso__schedules_columns *columns)
{
    size_t days = (size_t)search->days;
    int count = ipso__pool_list(search, KEPT * search->persons);
    columns->person = ipso__calloc((size_t)(count > 0 ? count : 0), sizeof *columns->person);
    columns->choice = ipso__calloc((size_t)(count > 0 ? count : 0), days * sizeof(int));
    if (count < 0 || columns->person == NULL || columns->choice == NULL)
        return false;
    for (int i = 0; i < count; i++) {
        int column = search->offers[i].column;
        columns->person[i] = search->pool.columns[column].person;
        memcpy(&columns->choice[(size_t)i * days], ipso__pool_choice(search, column),
               days * sizeof *columns->choice);
    }
    columns->count = count;
    return search->basis == NULL || hand_over_basis(search, columns);
}

static ipso_status hand_over(ipso__sched *search, ipso__schedules_result *result, ipso_error *err)
{
    size_t cells = (size_t)search->persons * (size_t)search->days;
    size_t rows = (size_t)search->rows;
    int *choice = NULL;
    double *prices = ipso__calloc(rows, sizeof *prices);
    if (prices == NULL)
        return ipso__fail_nomem(err);
    memcpy(prices, search->root_dual, rows * sizeof *prices);
    if (search->value < IPSO__NEVER) {
        choice = ipso__calloc(cells, sizeof *choice);
        if (choice == NULL) {
            free(prices);
            return ipso__fail_nomem(err);
        }
        memcpy(choice, search->best, cells * sizeof *choice);
    }
    *result = (ipso__schedules_result){.outcome = outcome_of(search),
                                       .stop = search->stopped ? search->reason : IPSO_STOP_DONE,
                                       .value = search->value,
                                       .bound = search->bound,
                                       .work = search->work,
                                       .blocked_person = search->blocked_person,
                                       .choice = choice,
                                       .prices = prices,
                                       .relaxed = search->root_value};
    if (result->outcome == IPSO_INFEASIBLE)
        result->bound = IPSO__NEVER;
    if (hand_over_columns(search, &result->columns))
        return IPSO_OK;
    ipso__schedules_result_finish(result);
    return ipso__fail_nomem(err);
}

ipso_status ipso__schedules_solve(ipso__schedules_result *result, const ipso__schedules *schedules,
                                  const ipso__schedules_settings *settings, ipso_error *err)
{
    ipso_status status = ipso__schedules_validate(schedules, settings, err);
    if (status != IPSO_OK)
        return status;
    ipso__sched *search = ipso__calloc(1, sizeof *search);
    if (search == NULL)
        return ipso__fail_nomem(err);
    status = ipso__sched_init(search, schedules, settings, err);
    if (status == IPSO_OK) {
        job j = {.search = search};
        status = run(&j, err);
        if (status == IPSO_OK)
            status = hand_over(search, result, err);
        ipso__sched_finish(search);
    }
    free(search);
    return status;
}
