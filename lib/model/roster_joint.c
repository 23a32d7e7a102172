/* What joins practitioners: R6, R15 and R21 as rows over lines, R16 and R17.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>
#include <stdio.h>

/* ---- lines ---- */

typedef struct line_words {
    const char *row, *below, *above; /* names of the row and of its slacks */
    char what[128];
} line_words;

static void describe(const ipso__builder *b, const ipso__roster_line *line, line_words *words)
{
    const char *date = b->roster->date[line->day];
    char time[IPSO_TIME_SIZE];
    ipso_time_format(line->start_min, time);
    if (line->rule == IPSO_RULE_COVER) {
        *words = (line_words){.row = "cover", .below = "short", .above = "over"};
        snprintf(words->what, sizeof words->what, "%s,%s",
                 ipso_practice_cover(b->practice, line->source)->id, date);
    } else if (line->rule == IPSO_RULE_ROOMS) {
        *words = (line_words){.row = "rooms", .below = "", .above = "crowded"};
        snprintf(words->what, sizeof words->what, "%s,%s,%s",
                 ipso_practice_site(b->practice, line->source)->id, date, time);
    } else {
        *words = (line_words){.row = "staffing", .below = "unstaffed", .above = ""};
        snprintf(words->what, sizeof words->what, "%s,%s,%s",
                 ipso_practice_type(b->practice, line->source)->id,
                 line->site == IPSO_ANY ? "all" : ipso_practice_site(b->practice, line->site)->id,
                 date);
    }
}

static void begin_line_group(ipso__builder *b, const ipso__roster_line *line)
{
    const char *date = b->roster->date[line->day];
    if (line->rule == IPSO_RULE_COVER) {
        const ipso_cover *cover = ipso_practice_cover(b->practice, line->source);
        ipso__begin_group(b, ipso__where(b, "/cover/%d", line->source),
                          cover->max == IPSO_NO_MAX ? "cover '%s' on %s (at least %d)"
                                                    : "cover '%s' on %s (at least %d, at most %d)",
                          cover->id, date, cover->min, cover->max);
    } else if (line->rule == IPSO_RULE_ROOMS) {
        const ipso_site *site = ipso_practice_site(b->practice, line->source);
        ipso__begin_group(b, ipso__where(b, "/sites/%d/rooms", line->source),
                          "%s has %d rooms on %s", site->name != NULL ? site->name : site->id,
                          site->rooms, date);
    }
}

/* Lines: cover (R6), rooms (R15), staffing (R21):
 *
 *     lower  <=  sum over options o of units[o] duty[o]  +  below  -  above  <=  upper
 *
 * cover(c,t)       units 1 for the duties of the kinds that span the window, if any; below =
 * short(c,t), above = over(c,t), heads missing and beyond. rooms(s,t,m)     units 1 for the duties
 * at work at s at minute m; above = crowded(s,t,m), priced at rooms_points for each 5 minutes with
 * the same people. staffing(E,s,t)  units the consulting minutes, cut to the need; lower the need;
 * below = unstaffed(E,s,t), minutes of it without consulting time.
 *
 * Slacks are continuous, integral once duty is, and absent where the price is hard; a side at price
 * 0 has no bound. */
static void build_line(ipso__builder *b, const ipso__roster_line *line)
{
    const ipso__roster *r = b->roster;
    bool low = ipso__price_counts(b, line->short_points);
    bool high = ipso__price_counts(b, line->over_points);
    line_words words;
    if (!low && !high)
        return;
    describe(b, line, &words);
    begin_line_group(b, line);
    for (int i = 0; i < line->term_count; i++) {
        const ipso__line_term *term = &r->line_terms[line->first_term + i];
        ipso__put(b, term->option, term->units);
    }
    if (low && line->lower > 0)
        ipso__put(b,
                  ipso__slack_if_priced(b, line->short_points, (double)line->lower, "%s(%s)",
                                        words.below, words.what),
                  1);
    if (high && line->term_count > 0)
        ipso__put(b,
                  ipso__slack_if_priced(b, line->over_points, INFINITY, "%s(%s)", words.above,
                                        words.what),
                  -1);
    ipso__end_row(b, low ? (double)line->lower : -INFINITY, high ? (double)line->upper : INFINITY,
                  "%s(%s)", words.row, words.what);
    ipso__end_group(b);
}

void ipso__build_lines(ipso__builder *b)
{
    for (int i = 0; i < b->roster->line_count && !b->failed; i++)
        build_line(b, &b->roster->lines[i]);
}

/* ---- attendance (R16) ---- */

bool ipso__roster_attends(const ipso__roster *roster, const ipso_protected *time, int option)
{
    const ipso__roster_option *o = &roster->options[option];
    return o->start_min <= time->start_min && time->end_min <= o->end_min &&
           (time->site == IPSO_ANY || time->site == o->site);
}

static bool attends(const ipso__builder *b, int option, const void *what)
{
    return ipso__roster_attends(b->roster, what, option);
}

static bool may_attend(const ipso__builder *b, const ipso_protected *time, int cell)
{
    for (int o = b->roster->first[cell]; o < b->roster->first[cell + 1]; o++) {
        if (b->roster->options[o].bars == 0 && ipso__roster_attends(b->roster, time, o))
            return true;
    }
    return false;
}

/* Attendance (R16), for each protected time i with a window and a price, p of its who and day t
 * without leave on which p may work a duty that spans it:
 *
 *     sum over k that span the window of duty[p,t,k]  +  absent[i,p,t]  >=  1
 *
 * absent[i,p,t]  in [0,1], the absence that is paid; absent itself when hard. */
static void build_attendance_of(ipso__builder *b, int index)
{
    const ipso__roster *r = b->roster;
    const ipso_protected *time = ipso_practice_protected(b->practice, index);
    for (int cell = 0; cell < r->people * r->days; cell++) {
        int p = cell / r->days, t = cell % r->days;
        if (r->leave[cell] || !ipso_practice_day_matches(b->practice, &time->days, t) ||
            !ipso_practice_who_matches(b->practice, &time->who, p) || !may_attend(b, time, cell))
            continue;
        ipso__begin_group(b, ipso__where(b, "/protected_time/%d", index), "%s attends '%s' on %s",
                          ipso__name_of(b, p), time->id, r->date[t]);
        ipso__put_options(b, cell, 1, attends, time);
        ipso__put(b,
                  ipso__slack_if_priced(b, time->attendance_points, 1, "absent(%s,%s,%s)", time->id,
                                        ipso__id_of(b, p), r->date[t]),
                  1);
        ipso__end_row(b, 1, INFINITY, "attendance(%s,%s,%s)", time->id, ipso__id_of(b, p),
                      r->date[t]);
        ipso__end_group(b);
    }
}

void ipso__build_attendance(ipso__builder *b)
{
    for (int i = 0; i < ipso_practice_protected_count(b->practice) && !b->failed; i++) {
        const ipso_protected *time = ipso_practice_protected(b->practice, i);
        if (time->start_min < time->end_min && ipso__price_counts(b, time->attendance_points))
            build_attendance_of(b, i);
    }
}

/* ---- supervision (R17) ---- */

static bool supervises(const ipso__builder *b, int option, const void *what)
{
    const ipso__roster_option *o = &b->roster->options[option];
    const ipso__roster_option *trainee = what;
    return o->site == trainee->site && o->start_min <= trainee->start_min &&
           trainee->end_min <= o->end_min;
}

/* Supervision (R17), for each duty k of a practitioner p with supervisors S:
 *
 *     duty[p,t,k]  <=  sum over q in S, l at the site of k that spans it, of duty[q,t,l]
 *                      +  alone[p,t,k]
 *
 * alone[p,t,k]  in [0,1], the duty without supervisor that is paid; absent when hard. */
static void build_supervision_of(ipso__builder *b, int option)
{
    const ipso__roster *r = b->roster;
    const ipso__roster_option *o = &r->options[option];
    const ipso_practitioner *person = ipso_practice_practitioner(b->practice, o->practitioner);
    const char *id = ipso__id_of(b, o->practitioner);
    const char *duty = ipso_practice_duty(b->practice, o->duty)->id;
    for (size_t i = 0; i < person->supervisor_count; i++)
        ipso__put_options(b, person->supervisors[i] * r->days + o->day, 1, supervises, o);
    ipso__put(b, option, -1);
    ipso__put(b,
              ipso__slack_if_priced(b, person->rules.supervision_points, 1, "alone(%s,%s,%s)", id,
                                    r->date[o->day], duty),
              1);
    ipso__end_row(b, 0, INFINITY, "supervision(%s,%s,%s)", id, r->date[o->day], duty);
}

void ipso__build_supervision(ipso__builder *b)
{
    for (int o = 0; o < b->roster->option_count && !b->failed; o++) {
        int p = b->roster->options[o].practitioner;
        const ipso_practitioner *person = ipso_practice_practitioner(b->practice, p);
        if (person->supervisor_count == 0 ||
            !ipso__price_counts(b, person->rules.supervision_points))
            continue;
        ipso__begin_group(b, ipso__where(b, "/practitioners/%d/supervisors", p),
                          "%s works only where a supervisor does", ipso__name_of(b, p));
        build_supervision_of(b, o);
        ipso__end_group(b);
    }
}
