/* Fair turns: R18.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/divisor.h"
#include "model/roster_build.h"

#include <math.h>
#include <stdio.h>

/* Rows of a rule whose shares sum to at most this are written in whole numbers. */
#define LARGEST_WHOLE 1000

/* ---- what counts ---- */

static bool is_extended_day(const ipso__roster *roster, int day)
{
    const ipso_extended *extended = ipso_practice_extended(roster->practice);
    int weekday = ipso_date_weekday(ipso_practice_horizon(roster->practice)->first_day + day);
    if (ipso_practice_is_holiday(roster->practice, day))
        return extended->holidays;
    return (weekday == 5 && extended->saturdays) || (weekday == 6 && extended->sundays);
}

bool ipso__roster_is_turn(const ipso__roster *roster, const ipso_fair *fair, int option)
{
    const ipso__roster_option *o = &roster->options[option];
    const ipso_extended *extended = ipso_practice_extended(roster->practice);
    int weekday = ipso_date_weekday(ipso_practice_horizon(roster->practice)->first_day + o->day);
    bool holiday = ipso_practice_is_holiday(roster->practice, o->day);
    switch (fair->turn) {
    case IPSO_TURN_SATURDAY:
        return !holiday && weekday == 5;
    case IPSO_TURN_SUNDAY:
        return !holiday && weekday == 6;
    case IPSO_TURN_HOLIDAY:
        return holiday;
    case IPSO_TURN_KIND:
        return o->kind == ipso__roster_kind(roster, fair->kind);
    case IPSO_TURN_EXTENDED:
        break;
    }
    return is_extended_day(roster, o->day) || o->start_min < extended->before_min ||
           o->end_min > extended->after_min;
}

/* ---- shares ---- */

/* Adds the turns and the days of presence of history. */
static void read_turns(const ipso_practitioner *person, int fair, int64_t *turns, int64_t *days)
{
    for (size_t i = 0; i < person->history.turn_count; i++) {
        if (person->history.turns[i].fair_rule == fair) {
            *turns += person->history.turns[i].turns;
            *days += 7 * (int64_t)person->history.turns[i].weeks + person->history.turns[i].days;
        }
    }
}

ipso_status ipso__roster_fair_shares(ipso__fair_shares *shares, const ipso__roster *roster,
                                     int fair, ipso__arena *arena)
{
    const ipso_fair *rule = ipso_practice_fair(roster->practice, fair);
    int64_t divisor = 0;
    *shares = (ipso__fair_shares){
        .share = ipso__arena_alloc(arena, (size_t)roster->people, sizeof *shares->share),
        .history = ipso__arena_alloc(arena, (size_t)roster->people, sizeof *shares->history)};
    if (shares->share == NULL || shares->history == NULL)
        return IPSO_NOMEM;
    for (int p = 0; p < roster->people; p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(roster->practice, p);
        int64_t days = 0;
        if (!ipso_practice_who_matches(roster->practice, &rule->who, p))
            continue;
        for (int t = 0; t < roster->days; t++)
            days += roster->leave[p * roster->days + t] == 0;
        read_turns(person, fair, &shares->history[p], &days);
        shares->share[p] = person->share_percent * days;
        shares->history_sum += shares->history[p];
        divisor = ipso__common_divisor(divisor, shares->share[p]);
    }
    for (int p = 0; p < roster->people && divisor > 0; p++) {
        shares->share[p] /= divisor;
        shares->share_sum += shares->share[p];
    }
    return IPSO_OK;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && a < 0);
}

/* ---- rows ---- */

typedef struct fair_rows {
    const ipso_fair *fair;
    ipso__fair_shares shares;
    int *turns; /* column per practitioner, -1 when none can be taken */
    int *most;  /* turns that can be taken */
    int total;
} fair_rows;

static ipso__column_role sum_role(ipso__builder *b)
{
    return (ipso__column_role){
        .use = IPSO__COLUMN_SUM, .cell = -1, .first = b->out->list_count, .previous = -1};
}

static bool counts(const ipso__builder *b, int option, const void *what)
{
    return ipso__roster_is_turn(b->roster, what, option);
}

/* Ends the row  sum of the terms put = column, made of them. */
static int end_sum(ipso__builder *b, const char *name)
{
    ipso__column_role role = sum_role(b);
    for (size_t i = 0; i < b->term_count; i++)
        ipso__list_add(b, b->terms[i].column);
    role.count = b->out->list_count - role.first;
    int sum = ipso__role_column(b, role, 0, INFINITY, true, "%s", name);
    ipso__put(b, sum, -1);
    ipso__end_row(b, 0, 0, "%s", name);
    return sum;
}

/* The turns of practitioner p:
 *
 *     turns[p]  =  sum over t of (the sum over k that count of duty[p,t,k])
 *
 * where two duties a day are allowed, the inner sum is a column turn[p,t] that is 1 when one of
 * them is worked. */
static void build_turns(ipso__builder *b, fair_rows *rows, int p)
{
    const ipso__roster *r = b->roster;
    bool split = ipso_practice_practitioner(b->practice, p)->rules.duties_per_day > 1;
    int turn[IPSO_MAX_DAYS];
    char name[128];
    for (int t = 0; t < r->days; t++) {
        turn[t] = -1;
        if (!split)
            continue;
        if (ipso__put_options(b, p * r->days + t, 1, counts, rows->fair) > 0)
            turn[t] = ipso__any_column(b, true, "turn(%s,%s,%s)", rows->fair->id, ipso__id_of(b, p),
                                       r->date[t]);
    }
    for (int t = 0; t < r->days; t++) {
        size_t before = b->term_count;
        ipso__put(b, turn[t], 1);
        if (!split)
            ipso__put_options(b, p * r->days + t, 1, counts, rows->fair);
        rows->most[p] += b->term_count > before;
    }
    snprintf(name, sizeof name, "turns(%s,%s)", rows->fair->id, ipso__id_of(b, p));
    rows->turns[p] = b->term_count > 0 ? end_sum(b, name) : -1;
}

/* The bound that applies when history alone is above the fair share: over >= min of two.
 *
 *     (excess row)  +  M heavy[p]      over  >=  turns[p]  -  most (1 - heavy[p])
 *
 * heavy[p]  binary; M the most by which the excess can exceed turns[p]. */
static void build_cap(ipso__builder *b, const fair_rows *rows, int p, int over, double scale)
{
    const ipso__fair_shares *s = &rows->shares;
    int64_t above =
        floor_divide(s->share_sum * s->history[p] - s->share[p] * s->history_sum, s->share_sum);
    if (above < 1)
        return;
    ipso__column_role role = {.use = IPSO__COLUMN_CAP,
                              .cell = -1,
                              .first = b->out->list_count,
                              .count = 3,
                              .previous = ipso__program_row_count(b->program) + 1};
    ipso__list_add(b, over);
    ipso__list_add(b, rows->turns[p]);
    ipso__list_add(b, rows->total);
    size_t kept = b->term_count;
    ipso__term excess[4];
    for (size_t i = 0; i < kept; i++)
        excess[i] = b->terms[i];
    b->term_count = 0;
    int heavy =
        ipso__role_column(b, role, 0, 1, true, "heavy(%s,%s)", rows->fair->id, ipso__id_of(b, p));
    ipso__put(b, over, 1);
    ipso__put(b, rows->turns[p], -1);
    ipso__put(b, heavy, -rows->most[p]);
    ipso__end_row(b, -rows->most[p], INFINITY, "fair-cap(%s,%s)", rows->fair->id,
                  ipso__id_of(b, p));
    for (size_t i = 0; i < kept; i++)
        ipso__put(b, excess[i].column, excess[i].value);
    ipso__put(b, heavy, (double)above * scale);
}

/* Fair turns (R18) of p, with H = history[p], a = share[p], A and HH the sums of both:
 *
 *     over[p]  >=  floor((A (H + turns[p]) - a (HH + total)) / A)
 *
 * which for whole numbers is  A over[p] - A turns[p] + a total  >=  A H - a HH - A + 1. Above
 * A = 1000 the row is divided by A, with 1/2 for the 1: half way between the two nearest values.
 *
 * over[p]  integer >= 0: whole turns above the fair share, priced at points. */
static void build_excess(ipso__builder *b, const fair_rows *rows, int p)
{
    const ipso__fair_shares *s = &rows->shares;
    bool whole = s->share_sum <= LARGEST_WHOLE;
    double scale = whole ? (double)s->share_sum : 1;
    double share = (double)s->share[p] * scale / (double)s->share_sum;
    double margin = (whole ? 1 : 0.5) * scale / (double)s->share_sum;
    int over = ipso__slack(b, rows->fair->points, rows->most[p], true, "over-turns(%s,%s)",
                           rows->fair->id, ipso__id_of(b, p));
    ipso__put(b, over, scale);
    ipso__put(b, rows->turns[p], -scale);
    ipso__put(b, rows->total, share);
    build_cap(b, rows, p, over, scale);
    ipso__end_row(b,
                  scale * (double)s->history[p] - share * (double)s->history_sum - scale + margin,
                  INFINITY, "fair-turns(%s,%s)", rows->fair->id, ipso__id_of(b, p));
}

static void build_rule(ipso__builder *b, int index, fair_rows *rows)
{
    const ipso__roster *r = b->roster;
    char name[128];
    for (int p = 0; p < r->people; p++) {
        rows->turns[p] = -1;
        if (rows->shares.share[p] > 0 ||
            ipso_practice_who_matches(b->practice, &rows->fair->who, p))
            build_turns(b, rows, p);
    }
    for (int p = 0; p < r->people; p++)
        ipso__put(b, rows->turns[p], 1);
    if (b->term_count == 0)
        return;
    snprintf(name, sizeof name, "total-turns(%s)", ipso_practice_fair(b->practice, index)->id);
    rows->total = end_sum(b, name);
    for (int p = 0; p < r->people && !b->failed; p++) {
        if (rows->turns[p] >= 0)
            build_excess(b, rows, p);
    }
}

void ipso__build_fair(ipso__builder *b)
{
    size_t people = (size_t)b->roster->people;
    for (int i = 0; i < ipso_practice_fair_count(b->practice) && !b->failed; i++) {
        fair_rows rows = {.fair = ipso_practice_fair(b->practice, i)};
        ipso__arena *arena = &b->out->arena;
        rows.turns = ipso__arena_alloc(arena, people, sizeof *rows.turns);
        rows.most = ipso__arena_alloc(arena, people, sizeof *rows.most);
        if (rows.turns == NULL || rows.most == NULL ||
            ipso__roster_fair_shares(&rows.shares, b->roster, i, arena) != IPSO_OK)
            b->failed = true;
        else if (rows.fair->points != 0 && rows.shares.share_sum > 0)
            build_rule(b, i, &rows);
    }
}
