/* What holds between one day of a practitioner and the next: R4 and R5.
 *
 * Both price pairs of a duty of the first day and a duty of the second. With one duty a day a row
 * takes all such duties of either day at once, for at most one of each is worked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One pair of days of one practitioner: cells of the options, and on the eve of the horizon what
 * history tells in place of an option. */
typedef struct day_pair {
    int p, t;              /* t is the second day */
    int before, after;     /* cells; before is -1 for the eve */
    bool split;            /* two duties a day are allowed */
    const char *id, *date; /* for names */
} day_pair;

static bool make_pair(const ipso__builder *b, int p, int t, day_pair *pair)
{
    const ipso__roster *r = b->roster;
    *pair = (day_pair){.p = p,
                       .t = t,
                       .before = t > 0 ? p * r->days + t - 1 : -1,
                       .after = p * r->days + t,
                       .id = ipso__id_of(b, p),
                       .date = r->date[t]};
    pair->split = ipso_practice_practitioner(b->practice, p)->rules.duties_per_day > 1;
    return r->first[pair->after] < r->first[pair->after + 1] &&
           (t == 0 || r->first[pair->before] < r->first[pair->before + 1]);
}

/* ---- rest (R4) ---- */

/* The end of a duty is a demand: no start before ready = end + rest - 1440 on the next day. */
static int ready_min(const ipso__builder *b, int p, int end_min)
{
    return end_min + ipso_practice_practitioner(b->practice, p)->rules.rest_min - IPSO_DAY_MIN;
}

static int eve_ready_min(const ipso__builder *b, int p)
{
    int end = ipso_practice_practitioner(b->practice, p)->history.last_end_min;
    return end > 0 ? ready_min(b, p, end) : 0;
}

static bool starts_before(const ipso__builder *b, int option, const void *what)
{
    return b->roster->options[option].start_min < *(const int *)what;
}

static bool ready_from(const ipso__builder *b, int option, const void *what)
{
    const ipso__roster_option *o = &b->roster->options[option];
    return ready_min(b, o->practitioner, o->end_min) >= *(const int *)what;
}

static int compare_ints(const void *left, const void *right)
{
    int a = *(const int *)left, c = *(const int *)right;
    return (a > c) - (a < c);
}

/* The distinct starts and ready times of a pair of days, sorted; returns how many. */
static int collect_levels(const ipso__builder *b, const day_pair *pair, int *levels)
{
    const ipso__roster *r = b->roster;
    int count = 0, kept = 0;
    for (int o = r->first[pair->after]; o < r->first[pair->after + 1]; o++)
        levels[count++] = r->options[o].start_min;
    if (pair->before < 0)
        levels[count++] = eve_ready_min(b, pair->p);
    for (int o = pair->before < 0 ? 0 : r->first[pair->before];
         pair->before >= 0 && o < r->first[pair->before + 1]; o++)
        levels[count++] = ready_min(b, pair->p, r->options[o].end_min);
    qsort(levels, (size_t)count, sizeof *levels, compare_ints);
    for (int i = 0; i < count; i++) {
        if (i == 0 || levels[i] != levels[kept - 1])
            levels[kept++] = levels[i];
    }
    return kept;
}

/* Whether the rest row at level i, which takes the ready times from it on and the starts before it,
 * says nothing that the row before or after it does not say: hard rows only. */
static bool is_dominated(const ipso__builder *b, const day_pair *pair, const int *levels, int i)
{
    const ipso__roster *r = b->roster;
    bool starts = false, ready = pair->before < 0 && eve_ready_min(b, pair->p) == levels[i];
    for (int o = r->first[pair->after]; o < r->first[pair->after + 1]; o++)
        starts |= r->options[o].start_min == levels[i - 1];
    for (int o = pair->before < 0 ? 0 : r->first[pair->before];
         pair->before >= 0 && o < r->first[pair->before + 1]; o++)
        ready |= ready_min(b, pair->p, r->options[o].end_min) == levels[i];
    return !starts || !ready;
}

/* Rest with one duty a day (R4), for the days t-1 and t of p and consecutive levels u < v among
 * the starts of t and the ready times (end + rest - 1440) of t-1:
 *
 *     sum over k of t-1 ready at v or later  +  sum over k of t starting at u or earlier
 *         -  tired[p,t,v]  <=  1
 *
 * tired[p,t,v]  in [0,1]: the pause lacks the v - u minutes between the levels; priced at v - u
 * times rest_points. Absent when hard. On the eve history stands for the first sum. */
static void build_rest_levels(ipso__builder *b, const day_pair *pair, const int *levels, int count)
{
    const ipso_roster_rules *rules = &ipso_practice_practitioner(b->practice, pair->p)->rules;
    for (int i = 1; i < count; i++) {
        char time[IPSO_TIME_SIZE];
        bool hard = rules->rest_points == IPSO_HARD;
        int64_t points = hard ? IPSO_HARD : rules->rest_points * (levels[i] - levels[i - 1]);
        int late = pair->before < 0 ? eve_ready_min(b, pair->p) >= levels[i] : 0;
        if (hard && is_dominated(b, pair, levels, i))
            continue;
        if (pair->before >= 0)
            late = ipso__put_options(b, pair->before, 1, ready_from, &levels[i]);
        int early = ipso__put_options(b, pair->after, 1, starts_before, &levels[i]);
        if (late == 0 || early == 0) {
            b->term_count = 0;
            continue;
        }
        ipso_time_format(levels[i], time);
        ipso__put(
            b, ipso__slack_if_priced(b, points, 1, "tired(%s,%s,%s)", pair->id, pair->date, time),
            -1);
        ipso__end_row(b, -INFINITY, pair->before < 0 ? 0 : 1, "rest(%s,%s,%s)", pair->id,
                      pair->date, time);
    }
}

/* A row of one pair of duties, of which with_before is false on the eve. */
static void put_pair(ipso__builder *b, int before, int after, double value)
{
    ipso__put(b, before, value);
    ipso__put(b, after, value);
}

/* Rest where two duties a day are allowed (R4): for k of t-1 and l of t that lack m minutes
 *
 *     m duty[p,t-1,k]  +  m duty[p,t,l]  -  tired[p,t]  <=  m
 *
 * tired[p,t]  >= 0: the minutes short between the later end and the earlier start. When hard, the
 * row is divided by m and has no tired. */
static void build_rest_pairs(ipso__builder *b, const day_pair *pair)
{
    const ipso__roster *r = b->roster;
    int64_t points = ipso_practice_practitioner(b->practice, pair->p)->rules.rest_points;
    int tired = -1, first = pair->before < 0 ? 0 : r->first[pair->before];
    int end = pair->before < 0 ? 1 : r->first[pair->before + 1];
    for (int k = first; k < end; k++) {
        int ready = pair->before < 0 ? eve_ready_min(b, pair->p)
                                     : ready_min(b, pair->p, r->options[k].end_min);
        for (int l = r->first[pair->after]; l < r->first[pair->after + 1]; l++) {
            int missing = ready - r->options[l].start_min;
            double scale = points == IPSO_HARD ? 1 : missing;
            if (missing <= 0)
                continue;
            if (tired < 0)
                tired = ipso__slack_if_priced(b, points, INFINITY, "tired(%s,%s)", pair->id,
                                              pair->date);
            put_pair(b, pair->before < 0 ? -1 : k, l, scale);
            ipso__put(b, tired, -1);
            ipso__end_row(b, -INFINITY, pair->before < 0 ? 0 : scale, "rest(%s,%s,%d,%d)", pair->id,
                          pair->date, k - first, l - r->first[pair->after]);
        }
    }
}

static void build_rest(ipso__builder *b)
{
    const ipso__roster *r = b->roster;
    int *levels = ipso__calloc((size_t)r->option_count + 2, sizeof *levels);
    b->failed |= levels == NULL;
    for (int p = 0; p < r->people && !b->failed; p++) {
        const ipso_roster_rules *rules = &ipso_practice_practitioner(b->practice, p)->rules;
        day_pair pair;
        if (!ipso__price_counts(b, rules->rest_points))
            continue;
        ipso__begin_group(b, ipso__where(b, "/practitioners/%d/rules/rest_min", p),
                          "%s rests %d minutes between days", ipso__name_of(b, p), rules->rest_min);
        for (int t = 0; t < r->days; t++) {
            if (!make_pair(b, p, t, &pair))
                continue;
            if (pair.split)
                build_rest_pairs(b, &pair);
            else
                build_rest_levels(b, &pair, levels, collect_levels(b, &pair, levels));
        }
        ipso__end_group(b);
    }
    free(levels);
}

/* ---- succession (R5) ---- */

static bool is_kind(const ipso__builder *b, int option, const void *what)
{
    return b->roster->options[option].kind == *(const int *)what;
}

/* The pairs one by one, where two duties a day are allowed; they share their slack. */
static void build_succession_pairs(ipso__builder *b, const day_pair *pair, int rule, int before,
                                   int after, int slack)
{
    const ipso__roster *r = b->roster;
    int first = pair->before < 0 ? 0 : r->first[pair->before];
    int end = pair->before < 0 ? 1 : r->first[pair->before + 1];
    for (int k = first; k < end; k++) {
        if (pair->before >= 0 && r->options[k].kind != before)
            continue;
        for (int l = r->first[pair->after]; l < r->first[pair->after + 1]; l++) {
            if (r->options[l].kind != after)
                continue;
            put_pair(b, pair->before < 0 ? -1 : k, l, 1);
            ipso__put(b, slack, -1);
            ipso__end_row(b, -INFINITY, pair->before < 0 ? 0 : 1, "succession(%d,%s,%s,%d,%d)",
                          rule, pair->id, pair->date, k - first, l - r->first[pair->after]);
        }
    }
}

/* Succession (R5), for rule i, p of its who and the days t-1 and t:
 *
 *     sum over k of kind before of duty[p,t-1,k]  +  sum over k of kind after of duty[p,t,k]
 *         -  follows[i,p,t]  <=  1
 *
 * follows[i,p,t]  in [0,1], the occurrence that is paid; absent when hard. Where two duties a day
 * are allowed, one such row for each pair of duties. On the eve last_kind stands for the first
 * sum. */
static void build_succession_of_day(ipso__builder *b, const day_pair *pair, int rule)
{
    const ipso_succession *given = ipso_practice_succession(b->practice, rule);
    int before = ipso__roster_kind(b->roster, given->before);
    int after = ipso__roster_kind(b->roster, given->after);
    int early = ipso__put_options(b, pair->after, 1, is_kind, &after);
    int late = 1;
    if (pair->before >= 0)
        late = ipso__put_options(b, pair->before, 1, is_kind, &before);
    size_t put = b->term_count;
    b->term_count = 0;
    if (early == 0 || late == 0)
        return;
    int slack =
        ipso__slack_if_priced(b, given->points, 1, "follows(%d,%s,%s)", rule, pair->id, pair->date);
    if (pair->split) {
        build_succession_pairs(b, pair, rule, before, after, slack);
        return;
    }
    b->term_count = put;
    ipso__put(b, slack, -1);
    ipso__end_row(b, -INFINITY, pair->before < 0 ? 0 : 1, "succession(%d,%s,%s)", rule, pair->id,
                  pair->date);
}

static bool eve_is_kind(const ipso__builder *b, int p, const char *kind)
{
    const char *last = ipso_practice_practitioner(b->practice, p)->history.last_kind;
    return last != NULL && strcmp(last, kind) == 0;
}

static void build_succession(ipso__builder *b, int rule)
{
    const ipso_succession *given = ipso_practice_succession(b->practice, rule);
    ipso__begin_group(b, ipso__where(b, "/successions/%d", rule),
                      "no duty of kind '%s' on the day after one of kind '%s'", given->after,
                      given->before);
    for (int p = 0; p < b->roster->people; p++) {
        if (!ipso_practice_who_matches(b->practice, &given->who, p))
            continue;
        for (int t = 0; t < b->roster->days && !b->failed; t++) {
            day_pair pair;
            if (make_pair(b, p, t, &pair) && (t > 0 || eve_is_kind(b, p, given->before)))
                build_succession_of_day(b, &pair, rule);
        }
    }
    ipso__end_group(b);
}

void ipso__build_pairs(ipso__builder *b)
{
    build_rest(b);
    for (int i = 0; i < ipso_practice_succession_count(b->practice); i++) {
        if (ipso__price_counts(b, ipso_practice_succession(b->practice, i)->points))
            build_succession(b, i);
    }
}
