/* The demand of a physician scheduling instance, as covers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "physicians_maker.h"

#include <stdio.h>

/* Exactly so many duties of the first kind_count names at the first site_count sites on a day. */
static ipso_status add_cover(physicians_maker *m, const char *id, int day, int heads,
                             size_t site_count, size_t kind_count)
{
    const ipso_date date = m->first_day + day;
    ipso_cover cover;
    ipso_cover_init(&cover);
    cover.id = id;
    cover.days = (ipso_days){.dates = &date, .date_count = 1};
    cover.sites = m->sites;
    cover.site_count = site_count;
    cover.kinds = m->names;
    cover.kind_count = kind_count;
    cover.min = cover.max = heads;
    cover.short_points = cover.over_points = IPSO_HARD;
    return ipso_practice_add_cover(m->practice, &cover, m->err);
}

static ipso_status add_demand_of(physicians_maker *m, int station, int shift, int skill, int day)
{
    const physicians *n = m->instance;
    int heads = physicians_demand(n, station, shift, day, skill);
    bool both = shift == 1 && !n->station_common[station];
    char id[2 * PHYSICIANS_TEXT];
    if (heads == 0)
        return IPSO_OK;
    snprintf(id, sizeof id, "demand-%d-%d-%d-%d", station, shift, skill, day + 1);
    m->sites[0] = station - 1;
    m->names[0] = physicians_kind(m, shift, skill);
    m->names[1] = physicians_kind(m, PHYSICIANS_LONG_SHIFT, skill);
    return add_cover(m, id, day, heads, 1, both ? 2 : 1);
}

static ipso_status add_station_demand(physicians_maker *m, int station)
{
    const physicians *n = m->instance;
    ipso_status status = IPSO_OK;
    for (int shift = 1; shift <= n->shifts; shift++) {
        if (shift == PHYSICIANS_LONG_SHIFT && !n->station_common[station])
            continue;
        for (int skill = 1; skill <= n->skills; skill++) {
            for (int t = 0; t < n->days && status == IPSO_OK; t++)
                status = add_demand_of(m, station, shift, skill, t);
        }
    }
    return status;
}

/* Nobody offers long shifts where none is wanted: then there is no rule either. */
static ipso_status add_sum(physicians_maker *m, int i, int day)
{
    const physicians *n = m->instance;
    int heads = n->sum_demand[(size_t)i * (size_t)n->days + (size_t)day];
    size_t sites = 0, kinds = 0;
    char id[PHYSICIANS_TEXT];
    for (int station = 1; station <= n->stations; station++) {
        if (!n->station_common[station] && n->station_department[station] == n->sum_department[i])
            m->sites[sites++] = station - 1;
    }
    for (int skill = 1; skill <= n->skills; skill++) {
        if (n->sum_skill[(size_t)i * (size_t)(n->skills + 1) + (size_t)skill])
            m->names[kinds++] = physicians_kind(m, PHYSICIANS_LONG_SHIFT, skill);
    }
    if (heads == 0)
        return IPSO_OK;
    if (sites == 0 || kinds == 0)
        return roster_practice_fail(m->err, IPSO_INPUT,
                                    "long shifts are wanted where nobody can work them");
    snprintf(id, sizeof id, "long-%d-%d", i + 1, day + 1);
    return add_cover(m, id, day, heads, sites, kinds);
}

ipso_status physicians_add_demand(physicians_maker *m)
{
    ipso_status status = IPSO_OK;
    for (int station = 1; station <= m->instance->stations && status == IPSO_OK; station++)
        status = add_station_demand(m, station);
    for (int i = 0; i < m->instance->sums; i++) {
        for (int t = 0; t < m->instance->days && status == IPSO_OK; t++)
            status = add_sum(m, i, t);
    }
    return status;
}
