/* What a site has on a day, as a person of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_heads.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 6, MOST_SORTS = 24, MOST_OPTIONS = 400, MOST_DAYS = 7 };

typedef struct sort {
    int minutes;
    unsigned lines;
    int persons, last_person; /* who may be one */
    int most;                 /* heads that can be of use */
} sort;

/* Sorts that share a day. */
typedef struct parcel {
    int sorts[MOST_SORTS];
    int count;
    unsigned lines;
    int options;
} parcel;

typedef struct maker {
    ipso__heads *heads;
    const ipso__roster *roster;
    const ipso__roster_columns *columns;
    int first_row, days;
    ipso__arena *arena;
    bool failed;
    /* of a site and day */
    int lines[MOST_LINES], line_count;
    sort sorts[MOST_SORTS];
    int sort_count;
    parcel parcels[MOST_SORTS];
    int parcel_count;
} maker;

static void *room(maker *m, size_t count, size_t size)
{
    void *block = ipso__arena_alloc(m->arena, count + 1, size);
    m->failed |= block == NULL;
    return block;
}

/* A line of staffing at one site, of options whose minutes are those of their duties. */
static bool is_plain(const maker *m, const ipso__roster_line *line)
{
    bool several = false;
    if (line->rule != IPSO_RULE_STAFFING || line->site == IPSO_ANY || line->short_points <= 0 ||
        line->lower <= 0 || line->lower > 20000 || line->term_count == 0)
        return false;
    for (int k = 0; k < line->term_count; k++) {
        const ipso__line_term *term = &m->roster->line_terms[line->first_term + k];
        int64_t minutes = m->roster->options[term->option].consulting_min;
        if (term->units != (minutes < line->lower ? minutes : line->lower))
            return false;
        several = several || term->units < line->lower;
    }
    return several;
}

static void list_lines(maker *m, int day, int site)
{
    m->line_count = 0;
    for (int i = 0; i < m->roster->line_count && m->line_count < MOST_LINES; i++) {
        const ipso__roster_line *line = &m->roster->lines[i];
        if (line->day == day && line->site == site && is_plain(m, line))
            m->lines[m->line_count++] = i;
    }
}

static unsigned lines_of(const maker *m, int option)
{
    const ipso__roster *r = m->roster;
    unsigned lines = 0;
    for (int k = r->option_first_line[option]; k < r->option_first_line[option + 1]; k++)
        for (int i = 0; i < m->line_count; i++)
            if (r->option_lines[k].option == m->lines[i])
                lines |= 1u << i;
    return lines;
}

static bool add_to_sort(maker *m, int option, int *sorts)
{
    const ipso__roster_option *o = &m->roster->options[option];
    unsigned lines = lines_of(m, option);
    int i = 0;
    sorts[option] = -1;
    if (lines == 0 || o->consulting_min <= 0)
        return true;
    while (i < m->sort_count &&
           (m->sorts[i].minutes != o->consulting_min || m->sorts[i].lines != lines))
        i++;
    if (i == MOST_SORTS)
        return false;
    if (i == m->sort_count)
        m->sorts[m->sort_count++] =
            (sort){.minutes = o->consulting_min, .lines = lines, .last_person = -1};
    if (m->sorts[i].last_person != o->practitioner)
        m->sorts[i].persons++;
    m->sorts[i].last_person = o->practitioner;
    sorts[option] = i;
    return true;
}

static bool list_sorts(maker *m, int day, int *sorts)
{
    const ipso__roster *r = m->roster;
    m->sort_count = 0;
    for (int p = 0; p < r->people; p++)
        for (int o = r->first[p * r->days + day]; o < r->first[p * r->days + day + 1]; o++)
            if (!add_to_sort(m, o, sorts))
                return false;
    for (int i = 0; i < m->sort_count; i++) {
        sort *s = &m->sorts[i];
        int64_t most = 0;
        for (int k = 0; k < m->line_count; k++) {
            int64_t lower = m->roster->lines[m->lines[k]].lower;
            int64_t heads = (lower + s->minutes - 1) / s->minutes;
            if ((s->lines >> k & 1) != 0 && heads > most)
                most = heads;
        }
        s->most = most < s->persons ? (int)most : s->persons;
    }
    return m->sort_count > 1;
}

/* Shares out the sorts to days, those of the same lines alone on one. */
static bool pack(maker *m)
{
    m->parcel_count = m->sort_count;
    for (int i = 0; i < m->sort_count; i++)
        m->parcels[i] = (parcel){
            .sorts = {i}, .count = 1, .lines = m->sorts[i].lines, .options = m->sorts[i].most + 1};
    while (m->parcel_count > m->days) {
        int a = -1, b = -1, least = MOST_OPTIONS + 1;
        for (int i = 0; i < m->parcel_count; i++)
            for (int k = i + 1; k < m->parcel_count; k++)
                if (m->parcels[i].lines == m->parcels[k].lines &&
                    m->parcels[i].options * m->parcels[k].options < least) {
                    a = i;
                    b = k;
                    least = m->parcels[i].options * m->parcels[k].options;
                }
        if (a < 0)
            return false;
        for (int i = 0; i < m->parcels[b].count; i++)
            m->parcels[a].sorts[m->parcels[a].count++] = m->parcels[b].sorts[i];
        m->parcels[a].options = least;
        m->parcels[b] = m->parcels[--m->parcel_count];
    }
    return true;
}

/* Option number n of a parcel counts n in mixed radix, 0 being off. */
static void make_option(maker *m, const parcel *of, int n, int first_row,
                        ipso__schedules_option *option)
{
    ipso__schedules_use *uses = room(m, (size_t)of->count, sizeof *uses);
    *option = (ipso__schedules_option){.group = -1, .kinds = of->lines, .uses = uses};
    for (int i = 0; i < of->count && !m->failed; i++) {
        const sort *s = &m->sorts[of->sorts[i]];
        int heads = n % (s->most + 1);
        n /= s->most + 1;
        option->minutes += heads * s->minutes;
        if (heads > 0)
            uses[option->use_count++] = (ipso__schedules_use){first_row + of->sorts[i], -heads};
    }
}

static void make_person(maker *m, ipso__site_heads *site)
{
    int count = 0, at = 0;
    for (int i = 0; i < m->parcel_count; i++)
        count += m->parcels[i].options - 1;
    ipso__schedules_option *options = room(m, (size_t)count, sizeof *options);
    int *first = room(m, (size_t)m->days + 1, sizeof *first);
    ipso__schedules_limit *limits = room(m, (size_t)m->line_count, sizeof *limits);
    if (m->failed)
        return;
    for (int t = 0; t < m->days; t++) {
        first[t] = at;
        for (int n = 1; t < m->parcel_count && n < m->parcels[t].options && !m->failed; n++)
            make_option(m, &m->parcels[t], n, site->first_row, &options[at++]);
    }
    first[m->days] = at;
    for (int k = 0; k < m->line_count; k++) {
        const ipso__roster_line *line = &m->roster->lines[m->lines[k]];
        limits[k] = (ipso__schedules_limit){.measure = IPSO__MEASURE_MINUTES,
                                            .last_day = m->days - 1,
                                            .kinds = 1u << k,
                                            .lower = line->lower,
                                            .upper = IPSO__NEVER,
                                            .under_price = line->short_points};
    }
    site->person =
        (ipso__schedules_person){.options = options,
                                 .first = first,
                                 .limits = limits,
                                 .limit_count = m->line_count,
                                 .runs = {.work_max = IPSO__UNLIMITED, .off_max = IPSO__UNLIMITED},
                                 .history = {.last_class = -1, .last_group = -1}};
}

/* Heads there are at least those counted on, or what one more would save is paid. */
static void make_rows(maker *m, ipso__site_heads *site)
{
    site->row_count = m->sort_count;
    site->rows = room(m, (size_t)m->sort_count, sizeof *site->rows);
    for (int i = 0; i < m->sort_count && !m->failed; i++) {
        int64_t price = 0;
        for (int k = 0; k < m->line_count; k++)
            if ((m->sorts[i].lines >> k & 1) != 0)
                price += m->roster->lines[m->lines[k]].short_points * m->sorts[i].minutes;
        site->rows[i] =
            (ipso__schedules_row){.lower = 0, .upper = IPSO__NEVER, .under_price = price};
    }
}

static void make_site(maker *m, int day, int site, int *sorts)
{
    ipso__heads *h = m->heads;
    const ipso__roster *r = m->roster;
    list_lines(m, day, site);
    if (m->line_count == 0 || !list_sorts(m, day, sorts) || !pack(m))
        return;
    ipso__site_heads *made = &h->sites[h->count++];
    *made = (ipso__site_heads){.day = day, .first_row = m->first_row + h->row_count};
    make_rows(m, made);
    make_person(m, made);
    h->row_count += made->row_count;
    for (int p = 0; p < r->people; p++)
        for (int o = r->first[p * r->days + day]; o < r->first[p * r->days + day + 1]; o++)
            if (sorts[o] >= 0)
                h->row_of[o] = made->first_row + sorts[o];
    for (int k = 0; k < m->line_count; k++)
        for (int row = m->columns->line_row[m->lines[k]];
             row < m->columns->line_row[m->lines[k] + 1]; row++)
            h->is_told[row] = true;
}

bool ipso__heads_make(ipso__heads *heads, const ipso__roster *roster,
                      const ipso__roster_columns *columns, int first_row, int days,
                      ipso__arena *arena)
{
    int sites = ipso_practice_site_count(roster->practice);
    maker *m = ipso__calloc(1, sizeof *m);
    if (m == NULL)
        return false;
    *m = (maker){.heads = heads,
                 .roster = roster,
                 .columns = columns,
                 .first_row = first_row,
                 .days = days < MOST_DAYS ? days : MOST_DAYS,
                 .arena = arena};
    m->days = days;
    *heads = (ipso__heads){0};
    int *sorts = room(m, (size_t)roster->option_count, sizeof *sorts);
    heads->sites = room(m, (size_t)sites * (size_t)roster->days, sizeof *heads->sites);
    heads->row_of = room(m, (size_t)roster->option_count, sizeof *heads->row_of);
    heads->is_told = room(m, (size_t)columns->schedules.row_count, sizeof *heads->is_told);
    for (int o = 0; o < roster->option_count && !m->failed; o++)
        heads->row_of[o] = -1;
    for (int t = 0; t < roster->days; t++)
        for (int s = 0; s < sites && !m->failed; s++)
            make_site(m, t, s, sorts);
    bool ok = !m->failed;
    free(m);
    return ok;
}
