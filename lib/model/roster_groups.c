/* Groups of sites: R25.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int ipso__roster_site_group(const ipso_practice *practice, int site)
{
    int first = 0;
    if (site == IPSO_ANY || ipso_practice_site(practice, site)->group == NULL)
        return -1;
    for (const char *own = ipso_practice_site(practice, site)->group;; first++) {
        const char *other = ipso_practice_site(practice, first)->group;
        if (other != NULL && strcmp(other, own) == 0)
            return first;
    }
}

/* in[p,g], at least each duty of p at a site of the group; -1 when p may work none. */
static int in_column(ipso__builder *b, int p, int group)
{
    const ipso__roster *r = b->roster;
    for (int o = r->first[p * r->days]; o < r->first[(p + 1) * r->days]; o++) {
        if (ipso__roster_site_group(b->practice, r->options[o].site) == group)
            ipso__put(b, o, 1);
    }
    if (b->term_count == 0)
        return -1;
    return ipso__any_column(b, false, "in(%s,%s)", ipso__id_of(b, p),
                            ipso_practice_site(b->practice, group)->group);
}

/* every[p]  <=  work[p,t] for each day t; -1 when p cannot work on every day. */
static int every_day_column(ipso__builder *b, int p)
{
    const ipso__roster *r = b->roster;
    const int *work = &b->work[p * r->days];
    ipso__column_role role = {
        .use = IPSO__COLUMN_ALL, .cell = -1, .first = b->out->list_count, .previous = -1};
    for (int t = 0; t < r->days; t++) {
        if (work[t] < 0)
            return -1;
        ipso__list_add(b, work[t]);
    }
    role.count = b->out->list_count - role.first;
    int every = ipso__role_column(b, role, 0, 1, true, "every-day(%s)", ipso__id_of(b, p));
    for (int t = 0; t < r->days; t++) {
        ipso__put(b, work[t], 1);
        ipso__put(b, every, -1);
        ipso__end_row(b, 0, INFINITY, "every-day(%s,%s)", ipso__id_of(b, p), r->date[t]);
    }
    return every;
}

/* Site-groups (R25), for p, G the groups other than that of history's last site (known: 1 if any):
 *
 *     sum over g in G of in[p,g]  -  E every[p]  -  over[p]  <=  max - known
 *
 * in[p,g]  binary: p works at a site of g. every[p]  binary, only with E = every_day_groups > 0: p
 * works on every day. over[p]  groups beyond, priced; absent when hard. */
static void build_person(ipso__builder *b, int p, int *in)
{
    const ipso_practitioner *person = ipso_practice_practitioner(b->practice, p);
    const ipso_limit *limit = &person->rules.site_groups;
    int known = ipso__roster_site_group(b->practice, person->history.last_site), count = 0;
    int extra = person->rules.every_day_groups;
    for (int g = 0; g < ipso_practice_site_count(b->practice); g++) {
        if (g == known || ipso__roster_site_group(b->practice, g) != g)
            continue;
        in[count] = in_column(b, p, g);
        count += in[count] >= 0;
    }
    int most = limit->max - (known >= 0);
    if (count <= most)
        return;
    int every = extra > 0 ? every_day_column(b, p) : -1;
    for (int i = 0; i < count; i++)
        ipso__put(b, in[i], 1);
    ipso__put(b, every, -extra);
    ipso__put(b,
              ipso__slack_if_priced(b, limit->points, count + 1, "over-site-groups(%s)",
                                    ipso__id_of(b, p)),
              -1);
    ipso__end_row(b, -INFINITY, most, "site-groups(%s)", ipso__id_of(b, p));
}

void ipso__build_groups(ipso__builder *b)
{
    int *in = ipso__calloc((size_t)ipso_practice_site_count(b->practice), sizeof *in);
    b->failed |= in == NULL;
    for (int p = 0; p < b->roster->people && !b->failed; p++) {
        const ipso_limit *limit = &ipso_practice_practitioner(b->practice, p)->rules.site_groups;
        if (!ipso__price_counts(b, limit->points) || limit->max == IPSO_NO_MAX)
            continue;
        ipso__begin_group(b, ipso__where(b, "/practitioners/%d/rules/site_groups", p),
                          "groups of sites of %s, at most %d", ipso__name_of(b, p), limit->max);
        build_person(b, p, in);
        ipso__end_group(b);
    }
    free(in);
}
