/* Why a duty may not be worked (R2, R3), as rows that can be named: in the program that explains.
 *
 *     for each reason that bars p from k on t:   duty[p,t,k]  <=  0
 *
 * In the program that is solved such pairs have no column, or one that is fixed at 0.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>

static void bar(ipso__builder *b, int option, const char *rule)
{
    const ipso__roster_option *o = &b->roster->options[option];
    ipso__put(b, option, 1);
    ipso__end_row(b, -INFINITY, 0, "%s(%s,%s,%s)", rule, ipso__id_of(b, o->practitioner),
                  b->roster->date[o->day], ipso_practice_duty(b->practice, o->duty)->id);
    ipso__end_group(b);
}

static ipso_date date_of(const ipso__builder *b, int option)
{
    return ipso_practice_horizon(b->practice)->first_day + b->roster->options[option].day;
}

static void bar_leave(ipso__builder *b, int option)
{
    int p = b->roster->options[option].practitioner;
    const ipso_practitioner *person = ipso_practice_practitioner(b->practice, p);
    ipso_date date = date_of(b, option);
    for (size_t i = 0; i < person->leave_count; i++) {
        char first[IPSO_DATE_SIZE], last[IPSO_DATE_SIZE];
        if (date < person->leave[i].first || person->leave[i].last < date)
            continue;
        ipso_date_format(person->leave[i].first, first);
        ipso_date_format(person->leave[i].last, last);
        ipso__begin_group(b, ipso__where(b, "/practitioners/%d/leave/%zu", p, i),
                          "%s is on leave from %s to %s", ipso__name_of(b, p), first, last);
        bar(b, option, "availability");
    }
}

/* The site is closed on the date, or else not open at these hours. */
static void bar_closed(ipso__builder *b, int option)
{
    int s = b->roster->options[option].site;
    const ipso_site *site = ipso_practice_site(b->practice, s);
    const char *name = site->name != NULL ? site->name : site->id;
    ipso_date date = date_of(b, option);
    for (size_t i = 0; i < site->closure_count; i++) {
        char first[IPSO_DATE_SIZE], last[IPSO_DATE_SIZE];
        if (date < site->closures[i].first || site->closures[i].last < date)
            continue;
        ipso_date_format(site->closures[i].first, first);
        ipso_date_format(site->closures[i].last, last);
        ipso__begin_group(b, ipso__where(b, "/sites/%d/closures/%zu", s, i),
                          "%s is closed from %s to %s", name, first, last);
        bar(b, option, "opening");
        return;
    }
    ipso__begin_group(b, ipso__where(b, "/sites/%d/hours", s), "%s is open at its hours only",
                      name);
    bar(b, option, "opening");
}

static void bar_by_person(ipso__builder *b, int option, const char *field, const char *rule,
                          const char *text)
{
    int p = b->roster->options[option].practitioner;
    ipso__begin_group(b, ipso__where(b, "/practitioners/%d/%s", p, field), "%s %s",
                      ipso__name_of(b, p), text);
    bar(b, option, rule);
}

static void bar_by_duty(ipso__builder *b, int option, const char *field, const char *rule,
                        const char *text)
{
    int k = b->roster->options[option].duty;
    ipso__begin_group(b, ipso__where(b, "/duties/%d/%s", k, field), "duty '%s' %s",
                      ipso_practice_duty(b->practice, k)->id, text);
    bar(b, option, rule);
}

static void bar_by_pins(ipso__builder *b, int option)
{
    const ipso__roster_option *o = &b->roster->options[option];
    for (int i = 0; i < ipso_practice_pin_count(b->practice); i++) {
        const ipso_pin *pin = ipso_practice_pin(b->practice, i);
        if (!pin->forbidden || pin->practitioner != o->practitioner ||
            pin->date != date_of(b, option) || (pin->duty != IPSO_ANY && pin->duty != o->duty))
            continue;
        const char *duty =
            pin->duty == IPSO_ANY ? "any" : ipso_practice_duty(b->practice, pin->duty)->id;
        ipso__begin_group(b, ipso__where(b, "/pins/%d", i), "%s must not work %s%s%s on %s",
                          ipso__name_of(b, o->practitioner), pin->duty == IPSO_ANY ? "" : "duty '",
                          pin->duty == IPSO_ANY ? "" : duty, pin->duty == IPSO_ANY ? "at all" : "'",
                          b->roster->date[o->day]);
        bar(b, option, "pin");
    }
}

void ipso__build_bars(ipso__builder *b)
{
    for (int o = 0; o < b->roster->option_count && !b->failed; o++) {
        unsigned bars = b->roster->options[o].bars;
        if ((bars & IPSO__BAR_LEAVE) != 0)
            bar_leave(b, o);
        if ((bars & IPSO__BAR_CLOSED) != 0)
            bar_closed(b, o);
        if ((bars & IPSO__BAR_DAY) != 0)
            bar_by_duty(b, o, "days", "opening", "is worked on its days only");
        if ((bars & IPSO__BAR_WHO) != 0)
            bar_by_duty(b, o, "who", "qualification", "is for its practitioners only");
        if ((bars & IPSO__BAR_SITE) != 0)
            bar_by_person(b, o, "sites", "qualification", "works at the given sites only");
        if ((bars & IPSO__BAR_TELE) != 0)
            bar_by_person(b, o, "teleconsultation", "qualification", "does not consult remotely");
        if ((bars & IPSO__BAR_AVAILABILITY) != 0)
            bar_by_person(b, o, "availability", "availability",
                          "is available at the given hours only");
        if (b->roster->options[o].forbidden)
            bar_by_pins(b, o);
    }
}
