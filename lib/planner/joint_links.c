/* Linked appointments (B4) in the joint bound.
 *
 * Let request l follow request e. For each set L of days, and N the days on which a place of e has
 * one of l after it on a day of L,
 *
 *     places of l on days of L  <=  places of e on days of N,
 *
 * as l has one place at most, and none without one of e that it may follow. With a price mu >= 0 it
 * is a row like any other: places of l on days of L cost mu, and those of e on days of N gain it. L
 * are the days up to each day, from each day on, and each day by itself; of such sets with the same
 * N the largest is enough.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

typedef struct maker {
    ipso__joint *joint;
    const ipso__link *link;
    int days;
    bool *after; /* [day of e][day of l]: some place there has one after it */
    bool *wanted, *other;
    size_t term_room, row_room;
} maker;

static int day_of(const ipso__table *table, int option)
{
    return ipso__band_sitting(table->bands, table->options[option].band)->day;
}

static void find_after(maker *m)
{
    const ipso__table *table = &m->joint->table;
    const ipso__need *e = &table->needs[m->link->earlier], *l = &table->needs[m->link->later];
    memset(m->after, 0, (size_t)m->days * (size_t)m->days * sizeof *m->after);
    for (int i = e->first_option; i < e->first_option + e->option_count; i++)
        for (int k = l->first_option; k < l->first_option + l->option_count; k++) {
            bool *after = &m->after[day_of(table, i) * m->days + day_of(table, k)];
            *after = *after || ipso__bands_linked(table->bands, table->options[i].band,
                                                  table->options[k].band, m->link->min_gap_min,
                                                  m->link->max_gap_min);
        }
    m->joint->work += (int64_t)e->option_count * l->option_count;
}

/* N of the days from first to last; returns how many. */
static int days_before(const maker *m, int first, int last, bool *days)
{
    int count = 0;
    for (int s = 0; s < m->days; s++) {
        days[s] = false;
        for (int t = first; t <= last; t++)
            days[s] = days[s] || m->after[s * m->days + t];
        count += days[s];
    }
    return count;
}

static bool add_term(maker *m, int row, int units)
{
    ipso__joint_links *links = &m->joint->links;
    if (!ipso__grow(&links->terms, &m->term_room, (size_t)links->term_count + 1,
                    sizeof *links->terms))
        return false;
    links->terms[links->term_count++] = (ipso__joint_term){row, units};
    return true;
}

static bool add_row(maker *m, int first, int last)
{
    ipso__joint_links *links = &m->joint->links;
    const int *row_of_day = m->joint->packing.row_of_day;
    bool ok = true;
    for (int t = 0; t < m->days && ok; t++) {
        if (t >= first && t <= last)
            ok = add_term(m, row_of_day[m->link->later] + t, -1);
        if (m->wanted[t])
            ok = ok && add_term(m, row_of_day[m->link->earlier] + t, 1);
    }
    if (!ok ||
        !ipso__grow(&links->rows, &m->row_room, (size_t)links->row_count + 1, sizeof *links->rows))
        return false;
    links->rows[links->row_count++] = (ipso__joint_link_row){
        .earlier = m->link->earlier, .later = m->link->later, .end_term = links->term_count};
    return true;
}

/* The row of these days, unless one day more has the same N. */
static bool offer_row(maker *m, int first, int last)
{
    int count = days_before(m, first, last, m->wanted);
    if ((first > 0 && days_before(m, first - 1, last, m->other) == count) ||
        (last < m->days - 1 && days_before(m, first, last + 1, m->other) == count))
        return true;
    return add_row(m, first, last);
}

static bool add_link(maker *m)
{
    int last = m->days - 1;
    bool ok = true;
    find_after(m);
    for (int t = 0; t <= last && ok; t++)
        ok = offer_row(m, 0, t) && (t == 0 || offer_row(m, t, last)) &&
             (t == 0 || t == last || offer_row(m, t, t));
    return ok;
}

ipso_status ipso__joint_links_make(ipso__joint *joint, ipso_error *err)
{
    maker m = {.joint = joint, .days = ipso_practice_horizon(joint->practice)->days};
    size_t days = (size_t)m.days;
    m.after = ipso__calloc(days * days, sizeof *m.after);
    m.wanted = ipso__calloc(days, sizeof *m.wanted);
    m.other = ipso__calloc(days, sizeof *m.other);
    bool ok = m.after != NULL && m.wanted != NULL && m.other != NULL;
    for (int i = 0; i < joint->table.link_count && ok; i++) {
        m.link = &joint->table.links[i];
        ok = add_link(&m);
    }
    free(m.after);
    free(m.wanted);
    free(m.other);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

void ipso__joint_links_finish(ipso__joint_links *links)
{
    free(links->rows);
    free(links->terms);
    *links = (ipso__joint_links){0};
}

void ipso__joint_links_pay(const ipso__joint *joint, int64_t *paid)
{
    const int64_t *price = joint->prices.now + joint->prices.first_link;
    memcpy(paid, joint->prices.now, (size_t)joint->packing.packing.row_count * sizeof *paid);
    for (int r = 0, k = 0; r < joint->links.row_count; r++)
        for (; k < joint->links.rows[r].end_term; k++)
            paid[joint->links.terms[k].row] += joint->links.terms[k].units * price[r];
}

void ipso__joint_links_slope(const ipso__joint *joint, const double *units, double *slope)
{
    for (int r = 0, k = 0; r < joint->links.row_count; r++) {
        slope[r] = 0;
        for (; k < joint->links.rows[r].end_term; k++)
            slope[r] -= joint->links.terms[k].units * units[joint->links.terms[k].row];
    }
}
