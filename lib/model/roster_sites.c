/* Changes of site: R19.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>
#include <stdlib.h>

typedef struct site_days {
    int p;
    int64_t points;
    bool split;
    int known;  /* last site before the horizon, or IPSO_ANY */
    int *sites; /* those p may be last seen at */
    int site_count;
    int *last; /* columns last[p,t,s] of the day before, per place in sites; -1 at first */
} site_days;

/* Puts whether p is at site s on day t. */
static void put_at(ipso__builder *b, const site_days *d, int t, int site, int sign)
{
    const ipso__roster *r = b->roster;
    int cell = d->p * r->days + t;
    for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
        if (r->options[o].site != site)
            continue;
        ipso__put(b, d->split ? b->at[o] : o, sign);
        if (d->split)
            return;
    }
}

/* Site-change (R19), for p, day t and site s, at[p,t,s] being what R1 says or the sum of duties:
 *
 *     at[p,t,s]  +  sum over s' other than s of last[p,t-1,s']  -  move[p,t,s]  <=  1
 *
 * move[p,t,s]  in [0,1], priced at site_change_points: p works at s, last seen elsewhere. */
static void build_moves(ipso__builder *b, const site_days *d, int t)
{
    const ipso__roster *r = b->roster;
    for (int i = 0; i < d->site_count; i++) {
        int limit = t > 0 ? 1 : 0;
        if (t == 0 && (d->known == IPSO_ANY || d->known == d->sites[i]))
            continue;
        put_at(b, d, t, d->sites[i], 1);
        if (b->term_count == 0)
            continue;
        for (int j = 0; t > 0 && j < d->site_count; j++) {
            if (j != i)
                ipso__put(b, d->last[j], 1);
        }
        const char *site = ipso_practice_site(b->practice, d->sites[i])->id;
        ipso__put(b,
                  ipso__slack(b, d->points, 1, false, "move(%s,%s,%s)", ipso__id_of(b, d->p),
                              r->date[t], site),
                  -1);
        ipso__end_row(b, -INFINITY, limit, "site-change(%s,%s,%s)", ipso__id_of(b, d->p),
                      r->date[t], site);
    }
}

/* Where p was last seen (R19), for day t and site s:
 *
 *     last[p,t,s]  >=  at[p,t,s]
 *     last[p,t,s]  >=  last[p,t-1,s]  -  sum over s' other than s of at[p,t,s']
 *
 * last[p,t,s]  in [0,1]; only its least value matters, for it costs. Remote duties and days off
 * leave it as it was; on the eve it is what history says. */
static void build_last(ipso__builder *b, site_days *d, int t)
{
    const ipso__roster *r = b->roster;
    int cell = d->p * r->days + t;
    for (int i = 0; i < d->site_count; i++) {
        const char *site = ipso_practice_site(b->practice, d->sites[i])->id;
        ipso__column_role role = {.use = IPSO__COLUMN_LAST,
                                  .cell = cell,
                                  .first = b->out->list_count,
                                  .previous = d->last[i],
                                  .previous_worked = t == 0 && d->known == d->sites[i]};
        for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
            if (r->options[o].site == d->sites[i])
                ipso__list_add(b, o);
        }
        role.count = b->out->list_count - role.first;
        int last = ipso__role_column(b, role, 0, 1, false, "last(%s,%s,%s)", ipso__id_of(b, d->p),
                                     r->date[t], site);
        put_at(b, d, t, d->sites[i], -1);
        if (b->term_count > 0) {
            ipso__put(b, last, 1);
            ipso__end_row(b, 0, INFINITY, "seen(%s,%s,%s)", ipso__id_of(b, d->p), r->date[t], site);
        }
        for (int j = 0; j < d->site_count; j++) {
            if (j != i)
                put_at(b, d, t, d->sites[j], 1);
        }
        ipso__put(b, d->last[i], -1);
        ipso__put(b, last, 1);
        if (t > 0 || role.previous_worked)
            ipso__end_row(b, role.previous_worked ? 1 : 0, INFINITY, "last(%s,%s,%s)",
                          ipso__id_of(b, d->p), r->date[t], site);
        b->term_count = 0;
        d->last[i] = last;
    }
}

static void add_site(site_days *d, int site)
{
    for (int i = 0; i < d->site_count; i++) {
        if (d->sites[i] == site)
            return;
    }
    if (site != IPSO_ANY)
        d->sites[d->site_count++] = site;
}

static void build_person(ipso__builder *b, site_days *d)
{
    const ipso__roster *r = b->roster;
    const ipso_practitioner *person = ipso_practice_practitioner(b->practice, d->p);
    d->points = person->rules.site_change_points;
    d->split = person->rules.duties_per_day > 1;
    d->known = person->history.last_site;
    d->site_count = 0;
    add_site(d, d->known);
    for (int o = r->first[d->p * r->days]; o < r->first[(d->p + 1) * r->days]; o++)
        add_site(d, r->options[o].site);
    if (d->points == 0 || d->site_count < 2)
        return;
    for (int i = 0; i < d->site_count; i++)
        d->last[i] = -1;
    for (int t = 0; t < r->days && !b->failed; t++) {
        build_moves(b, d, t);
        if (t + 1 < r->days)
            build_last(b, d, t);
    }
}

void ipso__build_sites(ipso__builder *b)
{
    size_t sites = (size_t)ipso_practice_site_count(b->practice);
    site_days d = {.sites = ipso__calloc(2 * sites, sizeof *d.sites)};
    if (d.sites == NULL) {
        b->failed = true;
        return;
    }
    d.last = d.sites + sites;
    for (d.p = 0; d.p < b->roster->people && !b->failed; d.p++)
        build_person(b, &d);
    free(d.sites);
}
