/* What holds within one day of one practitioner: R1, R3, R23, and R2 when it must be explained.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include "practice/consulting.h"

#include <math.h>

static const ipso_roster_rules *rules_of(const ipso__builder *b, int p)
{
    return &ipso_practice_practitioner(b->practice, p)->rules;
}

/* ---- duty-choice (R1) ---- */

/* Duties of one site of which only one may be worked: those that, with the pause after them, hold
 * one minute. */
typedef struct clique {
    int site, minute_min, gap_min;
} clique;

static bool in_clique(const ipso__builder *b, int option, const void *what)
{
    const clique *c = what;
    const ipso__roster_option *o = &b->roster->options[option];
    return o->site == c->site && o->start_min <= c->minute_min &&
           c->minute_min < o->end_min + c->gap_min;
}

static bool at_site(const ipso__builder *b, int option, const void *what)
{
    return b->roster->options[option].site == *(const int *)what;
}

static const char *site_id(const ipso__builder *b, int site)
{
    return site == IPSO_ANY ? "remote" : ipso_practice_site(b->practice, site)->id;
}

/* Whether o is the first option of its cell with its site (or its site and start). */
static bool is_first_of(const ipso__builder *b, int cell, int o, bool start_too)
{
    const ipso__roster_option *options = b->roster->options;
    for (int i = b->roster->first[cell]; i < o; i++) {
        if (options[i].site == options[o].site &&
            (!start_too || options[i].start_min == options[o].start_min))
            return false;
    }
    return true;
}

/* One duty a day (R1):
 *
 *     for each practitioner p and day t:   sum over k of duty[p,t,k]  =  work[p,t]
 *
 * work[p,t]  binary: p works on t. */
static void build_single_choice(ipso__builder *b, int p, int t)
{
    int cell = p * b->roster->days + t;
    ipso__column_role role = {
        .use = IPSO__COLUMN_ANY, .cell = -1, .first = b->out->list_count, .previous = -1};
    for (int o = b->roster->first[cell]; o < b->roster->first[cell + 1]; o++)
        ipso__list_add(b, o);
    role.count = b->out->list_count - role.first;
    b->work[cell] = ipso__role_column(b, role, 0, 1, true, "work(%s,%s)", ipso__id_of(b, p),
                                      b->roster->date[t]);
    ipso__put_options(b, cell, 1, NULL, NULL);
    ipso__put(b, b->work[cell], -1);
    ipso__end_row(b, 0, 0, "duty-choice(%s,%s)", ipso__id_of(b, p), b->roster->date[t]);
}

/* Duties at one site on a day with two (R1), remote counting as a site:
 *
 *     for each site s and each start m of a duty there:
 *         sum over k at s with start <= m < end + gap of duty[p,t,k]  <=  at[p,t,s]
 *     sum over k at s of duty[p,t,k]  >=  at[p,t,s]
 *     sum over k at s of duty[p,t,k]  <=  2 at[p,t,s]
 *
 * at[p,t,s]  binary: p works at s on t. Intervals that overlap pairwise share the start of one of
 * them, so that these cliques exclude every pair that overlaps or is too close. */
static void build_split_site(ipso__builder *b, int p, int t, int site, int at)
{
    const ipso__roster *r = b->roster;
    int cell = p * r->days + t;
    for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
        clique c = {site, r->options[o].start_min, rules_of(b, p)->split_gap_min};
        char time[IPSO_TIME_SIZE];
        if (r->options[o].site != site || !is_first_of(b, cell, o, true))
            continue;
        ipso_time_format(c.minute_min, time);
        ipso__put_options(b, cell, 1, in_clique, &c);
        ipso__put(b, at, -1);
        ipso__end_row(b, -INFINITY, 0, "duty-choice(%s,%s,%s,%s)", ipso__id_of(b, p), r->date[t],
                      site_id(b, site), time);
    }
    ipso__put_options(b, cell, 1, at_site, &site);
    ipso__put(b, at, -1);
    ipso__end_row(b, 0, INFINITY, "duty-choice(%s,%s,%s,least)", ipso__id_of(b, p), r->date[t],
                  site_id(b, site));
    ipso__put_options(b, cell, 1, at_site, &site);
    ipso__put(b, at, -2);
    ipso__end_row(b, -INFINITY, 0, "duty-choice(%s,%s,%s,most)", ipso__id_of(b, p), r->date[t],
                  site_id(b, site));
}

/* Column at[p,t,s] of the site of option o, and its rows. */
static int build_at(ipso__builder *b, int p, int t, int o)
{
    const ipso__roster *r = b->roster;
    int cell = p * r->days + t;
    int site = r->options[o].site;
    ipso__column_role role = {
        .use = IPSO__COLUMN_ANY, .cell = -1, .first = b->out->list_count, .previous = -1};
    for (int i = o; i < r->first[cell + 1]; i++) {
        if (r->options[i].site == site)
            ipso__list_add(b, i);
    }
    role.count = b->out->list_count - role.first;
    int at = ipso__role_column(b, role, 0, 1, true, "at(%s,%s,%s)", ipso__id_of(b, p), r->date[t],
                               site_id(b, site));
    for (int i = o; i < r->first[cell + 1]; i++) {
        if (r->options[i].site == site)
            b->at[i] = at;
    }
    build_split_site(b, p, t, site, at);
    return at;
}

/* Two duties a day (R1):  sum over s of at[p,t,s]  =  work[p,t]. */
static void build_split_choice(ipso__builder *b, int p, int t)
{
    const ipso__roster *r = b->roster;
    int cell = p * r->days + t;
    for (int o = r->first[cell]; o < r->first[cell + 1] && !b->failed; o++) {
        if (is_first_of(b, cell, o, false))
            build_at(b, p, t, o);
    }
    ipso__column_role role = {
        .use = IPSO__COLUMN_ANY, .cell = -1, .first = b->out->list_count, .previous = -1};
    for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
        if (!is_first_of(b, cell, o, false))
            continue;
        ipso__list_add(b, b->at[o]);
        ipso__put(b, b->at[o], 1);
    }
    role.count = b->out->list_count - role.first;
    b->work[cell] =
        ipso__role_column(b, role, 0, 1, true, "work(%s,%s)", ipso__id_of(b, p), r->date[t]);
    ipso__put(b, b->work[cell], -1);
    ipso__end_row(b, 0, 0, "duty-choice(%s,%s)", ipso__id_of(b, p), r->date[t]);
}

static void build_choices(ipso__builder *b)
{
    const ipso__roster *r = b->roster;
    for (int p = 0; p < r->people; p++) {
        bool split = rules_of(b, p)->duties_per_day > 1;
        for (int t = 0; t < r->days && !b->failed; t++) {
            int cell = p * r->days + t;
            if (r->first[cell] == r->first[cell + 1])
                continue;
            if (split)
                build_split_choice(b, p, t);
            else
                build_single_choice(b, p, t);
        }
    }
}

/* ---- pin (R3) ---- */

static int day_of(const ipso__builder *b, ipso_date date)
{
    ipso_date day = date - ipso_practice_horizon(b->practice)->first_day;
    return day >= 0 && day < b->roster->days ? (int)day : -1;
}

/* Pins (R3):
 *
 *     a pin to duty k:    duty[p,t,k]  >=  1
 *     to any duty:        work[p,t]  >=  1
 *
 * Forbidden duties have columns with the upper bound 0. */
static void build_pins(ipso__builder *b)
{
    for (int i = 0; i < ipso_practice_pin_count(b->practice); i++) {
        const ipso_pin *pin = ipso_practice_pin(b->practice, i);
        int p = pin->practitioner, t = day_of(b, pin->date);
        const char *duty =
            pin->duty == IPSO_ANY ? "any" : ipso_practice_duty(b->practice, pin->duty)->id;
        if (t < 0 || pin->forbidden)
            continue;
        ipso__begin_group(b, ipso__where(b, "/pins/%d", i), "%s is pinned to %s%s%s on %s",
                          ipso__name_of(b, p), pin->duty == IPSO_ANY ? "work" : "duty '",
                          pin->duty == IPSO_ANY ? "" : duty, pin->duty == IPSO_ANY ? "" : "'",
                          b->roster->date[t]);
        if (pin->duty == IPSO_ANY)
            ipso__put(b, b->work[p * b->roster->days + t], 1);
        else
            ipso__put(b, ipso__roster_find(b->roster, p, t, pin->duty), 1);
        ipso__end_row(b, 1, INFINITY, "pin(%s,%s,%s)", ipso__id_of(b, p), b->roster->date[t], duty);
        ipso__end_group(b);
    }
}

/* ---- fixed-duty (R23) ---- */

ipso_status ipso__roster_holds_fixed(const ipso__roster *roster, int option, int fixed, bool *holds,
                                     ipso_error *err)
{
    const ipso__roster_option *o = &roster->options[option];
    const ipso_fixed *given = ipso_practice_fixed(roster->practice, fixed);
    const ipso_duty *duty = ipso_practice_duty(roster->practice, o->duty);
    const ipso_type *type = ipso_practice_type(roster->practice, given->type);
    int end_min = given->start_min + given->length_min;
    ipso__consulting consulting;
    *holds = false;
    if (given->mode == IPSO_MODE_HOME)
        end_min += type->travel_min;
    if (duty->site != given->site ||
        ((duty->tele || duty->site == IPSO_ANY) && given->mode != IPSO_MODE_TELE))
        return IPSO_OK;
    ipso_status status =
        ipso__consulting_make(&consulting, roster->practice, o->practitioner, o->day, o->duty, err);
    if (status != IPSO_OK)
        return status;
    *holds = ipso__consulting_session(&consulting, given->type, given->start_min, end_min) != NULL;
    ipso__consulting_finish(&consulting);
    return IPSO_OK;
}

/* Duties of fixed appointments (R23):
 *
 *     for each fixed appointment f of p on day t:
 *         sum over k one session of which holds f of duty[p,t,k]  >=  1 */
static void build_fixed(ipso__builder *b)
{
    const ipso__roster *r = b->roster;
    for (int f = 0; f < ipso_practice_fixed_count(b->practice); f++) {
        const ipso_fixed *fixed = ipso_practice_fixed(b->practice, f);
        int t = day_of(b, fixed->date);
        char time[IPSO_TIME_SIZE];
        if (t < 0)
            continue;
        int cell = fixed->practitioner * r->days + t;
        for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
            bool holds = false;
            b->failed |= ipso__roster_holds_fixed(r, o, f, &holds, NULL) != IPSO_OK;
            if (holds)
                ipso__put(b, o, 1);
        }
        ipso_time_format(fixed->start_min, time);
        ipso__begin_group(b, ipso__where(b, "/fixed_appointments/%d", f),
                          "%s has appointment '%s' at %s on %s",
                          ipso__name_of(b, fixed->practitioner), fixed->id, time, r->date[t]);
        ipso__end_row(b, 1, INFINITY, "fixed-duty(%s,%s)", fixed->id, r->date[t]);
        ipso__end_group(b);
    }
}

void ipso__build_days(ipso__builder *b)
{
    build_choices(b);
    build_pins(b);
    build_fixed(b);
    if (b->roster->explaining)
        ipso__build_bars(b);
}
