/* Why a start is or is not offered, in one line for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/judge.h"

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

/* What the texts speak of. */
typedef struct teller {
    const ipso__query *query;
    const ipso__verdict *verdict;
    const char *name; /* of the practitioner */
    char when[32];    /* "2026-11-23 08:30" */
    char *text;
} teller;

static void say(const teller *t, const char *format, ...) IPSO__PRINTF(2, 3);

static void say(const teller *t, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(t->text, IPSO_WHY_TEXT_SIZE, format, arguments);
    va_end(arguments);
}

static const char *practitioner_name(const ipso__query *query, int practitioner)
{
    const ipso_practitioner *person =
        ipso_practice_practitioner(query->state->practice, practitioner);

    return person == NULL ? "nobody" : person->name;
}

static void say_reserved(const teller *t)
{
    const ipso_booking_rules *rules = t->query->state->rules;
    int hours = t->query->ask->audience == IPSO_AUDIENCE_PATIENT ? rules->patient_open_h
                                                                 : rules->professional_open_h;

    if (t->query->acute)
        say(t, "%s is kept for acute need and opens %d h before its start", t->when, hours);
    else if (rules->release_h > 0)
        say(t, "%s is kept for acute need until %d h before its start", t->when, rules->release_h);
    else
        say(t, "%s is kept for acute need", t->when);
}

/* The rules about the practitioner. False when the code is about something else. */
static bool say_who(const teller *t)
{
    const ipso__query *query = t->query;
    const ipso_site *site = ipso_practice_site(query->state->practice, query->request->site);

    switch ((int)t->verdict->code) {
    case IPSO_WHY_QUALIFICATION:
        say(t, "%s does not give %s", t->name, query->type->name);
        return true;
    case IPSO_WHY_PRACTITIONER:
        say(t, "the patient wants %s alone, not %s",
            practitioner_name(query, query->request->practitioner), t->name);
        return true;
    case IPSO_WHY_MODE:
        say(t, "%s holds no %s at %s in a way that is accepted", t->name, query->type->name,
            t->when);
        return true;
    case IPSO_WHY_SITE:
        say(t, "%s is not at %s at %s", t->name, site == NULL ? "any site" : site->name, t->when);
        return true;
    case IPSO_WHY_DUTY:
        say(t, "%s is not on duty at %s, or not long enough", t->name, t->when);
        return true;
    case IPSO_WHY_PROTECTED:
        say(t, "%s has a break at %s or soon after, or time that is not for %s", t->name, t->when,
            query->type->name);
        return true;
    case IPSO_WHY_BLOCKED:
        say(t, "%s is away at %s (%lld)", t->name, t->when, (long long)t->verdict->other);
        return true;
    case IPSO_WHY_OCCUPIED:
        say(t, "%s has an appointment at %s or soon after (%lld)", t->name, t->when,
            (long long)t->verdict->other);
        return true;
    case IPSO_WHY_HELD:
        say(t, "%s is held for somebody at %s or soon after (%lld)", t->name, t->when,
            (long long)t->verdict->other);
        return true;
    default:
        return false;
    }
}

/* The rules about the time. */
static void say_when(const teller *t)
{
    switch ((int)t->verdict->code) {
    case IPSO_WHY_PAST:
        say(t, "%s is past", t->when);
        break;
    case IPSO_WHY_HORIZON:
        say(t, "%s is on a day that is not planned, or not open for booking yet", t->when);
        break;
    case IPSO_WHY_GRID:
        say(t, "%s is not on the %d min grid, or too near midnight", t->when,
            t->query->state->grid_min);
        break;
    case IPSO_WHY_WINDOW:
        say(t, "%s is outside the times at which the patient can come", t->when);
        break;
    case IPSO_WHY_NOTICE:
        say(t, "%s is too soon: %d min of opening time lie between asking and start at least",
            t->when, t->query->state->rules->notice_min);
        break;
    case IPSO_WHY_PATIENT:
        say(t, "the patient is elsewhere at %s or soon after", t->when);
        break;
    case IPSO_WHY_LINK:
        say(t, "%s is not at the gap that is asked from a linked appointment", t->when);
        break;
    default:
        say_reserved(t);
        break;
    }
}

static void say_bookable(const teller *t)
{
    const ipso_offer *offer = &t->verdict->offer;

    switch ((int)t->verdict->code) {
    case IPSO_WHY_OFFERED:
        say(t, "%s with %s for %d min is among the best, at %lld points", t->when, t->name,
            offer->length_min, (long long)offer->cost);
        break;
    case IPSO_WHY_LOWER:
        say(t, "%s with %s for %d min may be booked, but others cost less than its %lld points",
            t->when, t->name, offer->length_min, (long long)offer->cost);
        break;
    default:
        say(t,
            "%s with %s may be booked, but leaves minutes that nothing fits into, and another "
            "start of that day does not",
            t->when, t->name);
        break;
    }
}

void ipso__why_text(const ipso__query *query, const ipso_place *place, const ipso__verdict *verdict,
                    char text[IPSO_WHY_TEXT_SIZE])
{
    teller t = {.query = query,
                .verdict = verdict,
                .name = practitioner_name(query, place->practitioner),
                .text = text};
    char date[IPSO_DATE_SIZE], time[IPSO_TIME_SIZE];

    ipso_date_format(place->date, date);
    ipso_time_format(place->start_min, time);
    snprintf(t.when, sizeof t.when, "%s %s", date, time);
    if (verdict->code <= IPSO_WHY_HOLE)
        say_bookable(&t);
    else if (!say_who(&t))
        say_when(&t);
}
