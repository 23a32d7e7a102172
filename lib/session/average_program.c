/* The program over scenarios, solved by GLPK.
 *
 * start[k]    when the k-th patient is due, within his window
 * call[k,s]   when he is called in scenario s
 * over[s]     minutes of work after the planned end; not where the last start is the horizon
 *
 *     minimise  the mean over scenarios s of
 *                   sum over k of price[k,s] x (call[k,s] - start[k] - late[k,s])
 *                   + idle x (end - known[s])  +  (idle + overtime) x over[s]
 *     order[k]      start[k] - start[k-1]  >=  apart[k-1]
 *     there[k,s]    call[k,s] - start[k]  >=  late[k,s]
 *     free[k,s]     call[k,s] - call[k-1,s]  >=  service[k-1,s]
 *     over[s]       over[s] - call[n-1,s]  >=  service[n-1,s] - length
 *
 * with call[0,s] at least the practitioner's delay, end the planned one, and known[s] services and
 * delay. Where the last start is the horizon, over[s] is call[n-1,s] + service[n-1,s] - start[n-1]
 * and end is start[n-1]; where both count, over[s] stands beside it. Who does not come has a
 * service of 0. (Denton & Gupta 2003 state it for waits and overtime.) An optimum calls everybody
 * as early as the rows let, where waits or what comes after have a price.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/average.h"

#include "base/error.h"
#include "solve/solve.h"

#include <math.h>

typedef struct build {
    ipso__book *book;
    ipso__program *program;
    double share; /* of one scenario */
    int first;    /* start[0] */
} build;

static int later_row(build *b, int late, int early, double by, const char *name, int k, int s)
{
    const ipso__term terms[] = {{late, 1}, {early, -1}};
    return ipso__program_add_row(b->program, by, INFINITY, terms, 2, "%s(%d,%d)", name, k, s);
}

static double apart_min(const ipso__book *book, int k)
{
    return book->session->model.patients[book->order[k]].apart_min;
}

static void add_starts(build *b)
{
    const ipso__book *book = b->book;
    const ipso_session_model *model = &book->session->model;
    for (int k = 0; k < book->count; k++) {
        bool ends = k == book->count - 1 && !ipso__overtime_by_plan(model);
        double cost = ends ? -model->overtime_weight : 0;
        int column = ipso__program_add_column(b->program, cost, book->low[k], book->high[k], false,
                                              "start(%d)", k);
        b->first = k == 0 ? column : b->first;
        if (k > 0)
            later_row(b, column, column - 1, apart_min(book, k - 1), "order", k, 0);
    }
}

/* What the end of a scenario costs; call is the column of the last patient. */
static void add_end(build *b, int s, int call, double service, double busy)
{
    const ipso_session_model *model = &b->book->session->model;
    double idle = b->share * model->idle_weight;
    double overtime = b->share * model->overtime_weight;
    /* idle x (start + over - known) + overtime x over, over = call + service - start: that of call
     * and service here, that of start with its column. */
    double by_last =
        (ipso__idle_by_plan(model) ? 0 : idle) + (ipso__overtime_by_plan(model) ? 0 : overtime);
    double by_plan = idle + overtime - by_last;
    ipso__column column = ipso__program_column(b->program, call);
    ipso__program_set_cost(b->program, call, column.cost + by_last);
    ipso__program_add_constant(b->program, by_last * service - idle * busy);
    if (!ipso__overtime_by_plan(model))
        return;
    int over = ipso__program_add_column(b->program, by_plan, 0, INFINITY, false, "over(%d)", s);
    ipso__program_add_constant(b->program,
                               ipso__idle_by_plan(model) ? idle * model->length_min : 0);
    later_row(b, over, call, service - model->length_min, "over", 0, s);
}

static void add_scenario(build *b, int s)
{
    const ipso__book *book = b->book;
    double before = 0, busy = book->delay_min;
    int call = -1;
    for (int k = 0; k < book->count; k++) {
        const ipso__fate *fate = &book->fates[book->order[k]];
        double price = b->share * ipso__book_price(book, book->order[k]);
        double low = k == 0 ? book->delay_min : 0;
        int start = b->first + k, last = call;
        ipso__column column = ipso__program_column(b->program, start);
        call =
            ipso__program_add_column(b->program, price, low, INFINITY, false, "call(%d,%d)", k, s);
        if (ipso__program_status(b->program, NULL) != IPSO_OK)
            return;
        ipso__program_set_cost(b->program, start, column.cost - price);
        ipso__program_add_constant(b->program, -price * fate->late_min);
        later_row(b, call, start, fate->late_min, "there", k, s);
        if (k > 0)
            later_row(b, call, last, before, "free", k, s);
        before = fate->service_min;
        busy += fate->service_min;
    }
    add_end(b, s, call, before, busy);
}

ipso_status ipso__average_solve(ipso__book *book, uint64_t stream, double *x, double *cost,
                                ipso_error *err)
{
    int scenarios = book->settings->scenarios;
    build b = {.book = book, .share = 1.0 / scenarios};
    ipso__solve_settings settings;
    ipso__solve_result result;
    b.program = ipso__program_new("sample average");
    if (b.program == NULL)
        return ipso__fail_nomem(err);
    add_starts(&b);
    for (int s = 0; s < scenarios && ipso__program_status(b.program, NULL) == IPSO_OK; s++) {
        ipso__book_open(book, stream, s);
        add_scenario(&b, s);
    }
    ipso__solve_settings_init(&settings);
    settings.time_limit_s = INFINITY;
    settings.relax = true;
    ipso_status status = ipso__program_status(b.program, err);
    if (status == IPSO_OK)
        status = ipso__solve(&result, b.program, &settings, err);
    if (status == IPSO_OK) {
        if (result.x == NULL)
            status = ipso__fail(err, IPSO_SOLVER, "", "the program over scenarios was not solved");
        for (int k = 0; status == IPSO_OK && k < book->count; k++)
            x[k] = result.x[b.first + k];
        *cost = result.best;
        book->work += result.work;
        ipso__solve_result_finish(&result);
    }
    ipso__program_free(b.program);
    return status;
}
