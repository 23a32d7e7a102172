/* Changes of site and activation: R19 and R24.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>
#include <stdlib.h>

typedef struct site_days {
    int p;
    int64_t points;
    bool split;
    bool ends_priced; /* some site has a price for who was last there */
    int known;        /* last site before the horizon, or IPSO_ANY */
    int *sites;       /* those p may be last seen at */
    int site_count;
    int *last; /* columns last[p,t,s] of the day before, per place in sites; -1 at first */
} site_days;

/* Puts whether p is at site s on day t. */
static void put_at(ipso__builder *b, const site_days *d, int t, int site, int sign)
{
    const ipso__roster *r = b->roster;
    int cell = d->p * r->days + t;
    for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
        if (r->options[o].last_site != site)
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

/* Where p was last seen (R19, R24), for day t and site s:
 *
 *     last[p,t,s]  >=  at[p,t,s]
 *     last[p,t,s]  >=  last[p,t-1,s]  -  sum over s' other than s of at[p,t,s']
 *
 * last[p,t,s]  in [0,1]; only its least value matters, for it costs. Remote duties, those at common
 * sites and days off leave it as it was; on the eve it is what history says. */
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
            if (r->options[o].last_site == d->sites[i])
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

int ipso__roster_known_site(const ipso_practice *practice, int p)
{
    int site = ipso_practice_practitioner(practice, p)->history.last_site;
    if (site == IPSO_ANY || ipso_practice_site(practice, site)->common)
        return IPSO_ANY;
    return site;
}

int64_t ipso__roster_activation_points(const ipso_practice *practice, int p, int site)
{
    const ipso_practitioner *person = ipso_practice_practitioner(practice, p);
    for (size_t i = 0; i < person->site_count; i++) {
        if (person->sites[i].site == site)
            return person->sites[i].activation_points;
    }
    return 0;
}

static void gather_sites(ipso__builder *b, site_days *d)
{
    const ipso__roster *r = b->roster;
    d->site_count = 0;
    add_site(d, d->known);
    for (int o = r->first[d->p * r->days]; o < r->first[(d->p + 1) * r->days]; o++)
        add_site(d, r->options[o].last_site);
    d->ends_priced = false;
    for (int i = 0; i < d->site_count; i++) {
        d->last[i] = -1;
        d->ends_priced |= ipso__roster_activation_points(b->practice, d->p, d->sites[i]) != 0;
    }
}

/* Activation (R24), for p:
 *
 *     active[p]  >=  work[p,t]  for each day t
 *
 * active[p]  binary, priced at activation_points: p works at all. Returns -1 when p cannot. */
static int build_active(ipso__builder *b, const site_days *d, int64_t points)
{
    const ipso__roster *r = b->roster;
    const int *work = &b->work[d->p * r->days];
    ipso__column_role role = {
        .use = IPSO__COLUMN_ANY, .cell = -1, .first = b->out->list_count, .previous = -1};
    for (int t = 0; t < r->days; t++) {
        if (work[t] >= 0)
            ipso__list_add(b, work[t]);
    }
    role.count = b->out->list_count - role.first;
    if (role.count == 0)
        return -1;
    int active = ipso__role_column(b, role, points, 1, true, "active(%s)", ipso__id_of(b, d->p));
    for (int t = 0; t < r->days; t++) {
        if (work[t] < 0)
            continue;
        ipso__put(b, active, 1);
        ipso__put(b, work[t], -1);
        ipso__end_row(b, 0, INFINITY, "active(%s,%s)", ipso__id_of(b, d->p), r->date[t]);
    }
    return active;
}

/* Activation where p was last (R24), for each site s with a price, T the last day:
 *
 *     active[p]  +  last[p,T,s]  -  ends[p,s]  <=  1
 *
 * ends[p,s]  in [0,1], priced at activation_points of s for p. */
static void build_ends(ipso__builder *b, const site_days *d, int active)
{
    for (int i = 0; i < d->site_count; i++) {
        int64_t points = ipso__roster_activation_points(b->practice, d->p, d->sites[i]);
        const char *site = ipso_practice_site(b->practice, d->sites[i])->id;
        if (points == 0)
            continue;
        ipso__put(b, active, 1);
        ipso__put(b, d->last[i], 1);
        ipso__put(b, ipso__slack(b, points, 1, false, "ends(%s,%s)", ipso__id_of(b, d->p), site),
                  -1);
        ipso__end_row(b, -INFINITY, 1, "activation(%s,%s)", ipso__id_of(b, d->p), site);
    }
}

static void build_person(ipso__builder *b, site_days *d)
{
    const ipso__roster *r = b->roster;
    const ipso_roster_rules *rules = &ipso_practice_practitioner(b->practice, d->p)->rules;
    d->points = rules->site_change_points;
    d->split = rules->duties_per_day > 1;
    d->known = ipso__roster_known_site(b->practice, d->p);
    gather_sites(b, d);
    int active = rules->activation_points != 0 || d->ends_priced
                     ? build_active(b, d, rules->activation_points)
                     : -1;
    bool ends = d->ends_priced && active >= 0, moves = d->points != 0 && d->site_count > 1;
    for (int t = 0; t < r->days && (ends || moves) && !b->failed; t++) {
        if (moves)
            build_moves(b, d, t);
        if (t + 1 < r->days || ends)
            build_last(b, d, t);
    }
    if (ends)
        build_ends(b, d, active);
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
