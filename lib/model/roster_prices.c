/* What one duty costs, and wishes: R14, R20 and R22.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>
#include <string.h>

bool ipso__roster_fits_wish(const ipso__roster *roster, const ipso_wish *wish, int option)
{
    const ipso__roster_option *o = &roster->options[option];
    return (wish->site == IPSO_ANY || wish->site == o->site) &&
           (wish->kind == NULL || strcmp(wish->kind, roster->kind_name[o->kind]) == 0);
}

static bool fits_wish(const ipso__builder *b, int option, const void *what)
{
    return ipso__roster_fits_wish(b->roster, what, option);
}

/* Wishes with one duty a day (R14), for each matching day t without leave:
 *
 *     unwanted:  points x sum over fitting k of duty[p,t,k]
 *     wanted:    points x (1 - sum over fitting k of duty[p,t,k]) */
static void price_wish(ipso__builder *b, const ipso_wish *wish, int cell)
{
    const ipso__roster *r = b->roster;
    if (wish->wanted)
        ipso__program_add_constant(b->program, (double)wish->points);
    for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
        if (ipso__roster_fits_wish(r, wish, o))
            b->duty_cost[o] += wish->wanted ? -wish->points : wish->points;
    }
}

/* Wishes where two duties a day are allowed (R14), for each matching day t without leave:
 *
 *     unwanted:  regret  >=  duty[p,t,k]  for each fitting k
 *     wanted:    sum over fitting k of duty[p,t,k]  +  regret  >=  1
 *
 * regret[p,i,t]  in [0,1], priced at points. */
static void build_wish(ipso__builder *b, int p, int index, const ipso_wish *wish, int t)
{
    const ipso__roster *r = b->roster;
    int cell = p * r->days + t;
    int regret = ipso__slack(b, wish->points, 1, false, "regret(%s,%d,%s)", ipso__id_of(b, p),
                             index, r->date[t]);
    if (wish->wanted) {
        ipso__put_options(b, cell, 1, fits_wish, wish);
        ipso__put(b, regret, 1);
        ipso__end_row(b, 1, INFINITY, "wish(%s,%d,%s)", ipso__id_of(b, p), index, r->date[t]);
        return;
    }
    for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
        if (!ipso__roster_fits_wish(r, wish, o))
            continue;
        ipso__put(b, o, -1);
        ipso__put(b, regret, 1);
        ipso__end_row(b, 0, INFINITY, "wish(%s,%d,%s,%s)", ipso__id_of(b, p), index, r->date[t],
                      ipso_practice_duty(b->practice, r->options[o].duty)->id);
    }
}

/* Prices the wishes of those with one duty a day on the duty columns, or builds the others'. */
static void each_wish(ipso__builder *b, bool split)
{
    const ipso__roster *r = b->roster;
    for (int p = 0; p < r->people; p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(b->practice, p);
        if ((person->rules.duties_per_day > 1) != split)
            continue;
        for (size_t i = 0; i < person->wish_count; i++) {
            const ipso_wish *wish = &person->wishes[i];
            for (int t = 0; t < r->days && wish->points != 0; t++) {
                if (r->leave[p * r->days + t] ||
                    !ipso_practice_day_matches(b->practice, &wish->days, t))
                    continue;
                if (split)
                    build_wish(b, p, (int)i, wish, t);
                else
                    price_wish(b, wish, p * r->days + t);
            }
        }
    }
}

void ipso__build_prices(ipso__builder *b)
{
    for (int o = 0; o < b->roster->option_count; o++)
        b->duty_cost[o] = b->roster->options[o].points;
    if (!b->roster->explaining)
        each_wish(b, false);
}

void ipso__build_wishes(ipso__builder *b)
{
    each_wish(b, true);
}
