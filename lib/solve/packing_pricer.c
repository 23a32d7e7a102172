/* The bins of a packing valued at given prices; cliques of conflicting options are free.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_scope.h"

#include "base/error.h"

#include <stdlib.h>

struct ipso__packing_pricer {
    ipso__packing_model model;
    ipso__packing_state state; /* empty: every bin is free */
    ipso__packing_scope scope;
    int *bins;
};

static bool open_all(ipso__packing_pricer *pricer)
{
    ipso__packing_model *model = &pricer->model;
    pricer->bins = ipso__calloc((size_t)model->bin_count, sizeof *pricer->bins);
    if (pricer->bins == NULL || !ipso__packing_state_init(&pricer->state, model) ||
        !ipso__packing_scope_init(&pricer->scope, model))
        return false;
    for (int b = 0; b < model->bin_count; b++)
        pricer->bins[b] = b;
    ipso__packing_scope_open(&pricer->scope, &pricer->state, pricer->bins, model->bin_count);
    return true;
}

ipso_status ipso__packing_pricer_new(ipso__packing_pricer **pricer, const ipso__packing *packing,
                                     ipso_error *err)
{
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    ipso_status status = ipso__packing_validate(packing, &settings, err);
    if (status != IPSO_OK)
        return status;
    ipso__packing_pricer *made = ipso__calloc(1, sizeof *made);
    if (made == NULL)
        return ipso__fail_nomem(err);
    status = ipso__packing_model_init(&made->model, packing, err);
    if (status == IPSO_OK && !open_all(made))
        status = ipso__fail_nomem(err);
    if (status != IPSO_OK) {
        ipso__packing_pricer_free(made);
        return status;
    }
    *pricer = made;
    return IPSO_OK;
}

void ipso__packing_pricer_free(ipso__packing_pricer *pricer)
{
    if (pricer == NULL)
        return;
    ipso__packing_state_finish(&pricer->state);
    ipso__packing_scope_finish(&pricer->scope);
    ipso__packing_model_finish(&pricer->model);
    free(pricer->bins);
    free(pricer);
}

void ipso__packing_pricer_choose(ipso__packing_pricer *pricer, const int *bins, int count)
{
    ipso__packing_scope_open(&pricer->scope, &pricer->state, bins, count);
}

int64_t ipso__packing_pricer_fill(ipso__packing_pricer *pricer, const int64_t *price,
                                  int64_t *value)
{
    ipso__packing_scope *scope = &pricer->scope;
    int64_t work = 0;
    for (int r = 0; r < pricer->model.row_count; r++) {
        scope->price[r] = r < pricer->model.packing->row_count ? (double)price[r] : 0;
        scope->chosen[r] = 0;
    }
    for (int b = 0; b < pricer->model.bin_count; b++)
        value[b] = 0;
    scope->pick_count = 0;
    for (int i = 0; i < scope->bin_count; i++)
        value[scope->bins[i]] = (int64_t)ipso__packing_scope_fill_bin(scope, scope->bins[i], &work);
    return work;
}

void ipso__packing_pricer_units(const ipso__packing_pricer *pricer, const double *weight,
                                double *units)
{
    const ipso__packing_scope *scope = &pricer->scope;
    const ipso__packing_model *model = &pricer->model;
    for (int r = 0; r < model->packing->row_count; r++)
        units[r] = 0;
    for (int i = 0; i < scope->pick_count; i++) {
        int o = scope->pick[i];
        double copies = scope->pick_copies[i] * weight[model->option[o].bin];
        for (int l = model->option[o].link; l < model->option[o + 1].link; l++)
            if (model->links[l].row < model->packing->row_count)
                units[model->links[l].row] += model->links[l].weight * copies;
    }
}
