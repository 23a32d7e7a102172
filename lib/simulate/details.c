/* Which details a practice has, and what they are called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/details.h"

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_SIZE = 512 };

/* What is counted of every journey. */
static const struct {
    const char *name, *title, *unit;
    int better;
} facts[IPSO__JOURNEY_DETAILS] = {
    {"finished", "finished", "share", 1}, {"days", "duration", "days", -1},
    {"wait_days", "waits", "days", -1},   {"contacts", "contacts", "", 0},
    {"trips", "trips", "", -1},           {"minutes", "with all", "min", 0},
};

static int find_text(const char *const *texts, int count, const char *text)
{
    for (int i = 0; i < count; i++)
        if (strcmp(texts[i], text) == 0)
            return i;
    return -1;
}

int ipso__track_party(const ipso__track *track, const char *name)
{
    return find_text(track->parties, track->party_count, name);
}

int ipso__details_find(const ipso__details *details, const char *name)
{
    for (int i = 0; i < details->count; i++)
        if (strcmp(details->items[i].name, name) == 0)
            return i;
    return -1;
}

static const char *IPSO__PRINTF(3, 4)
    print_text(ipso__details *details, bool *ok, const char *format, ...)
{
    char text[TEXT_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return ipso__arena_string(&details->arena, text, ok);
}

/* Adds a text to a list that has room for it, unless it is there; its place. */
static int add_text(ipso__details *details, const char **texts, int *count, const char *text,
                    bool *ok)
{
    int at = find_text(texts, *count, text);

    if (at >= 0)
        return at;
    const char *copy = ipso__arena_string(&details->arena, text, ok);
    if (copy == NULL)
        return -1;
    texts[*count] = copy;
    return (*count)++;
}

/* ---- parties ---- */

static bool list_roles(ipso__details *details, const ipso_practice *practice)
{
    int people = ipso_practice_practitioner_count(practice);
    bool ok = true;

    details->roles = ipso__arena_alloc(&details->arena, (size_t)people, sizeof *details->roles);
    details->role_of = ipso__arena_alloc(&details->arena, (size_t)people, sizeof(int));
    if (details->roles == NULL || details->role_of == NULL)
        return false;
    for (int p = 0; p < people && ok; p++)
        details->role_of[p] = add_text(details, details->roles, &details->role_count,
                                       ipso_practice_practitioner(practice, p)->role, &ok);
    return ok;
}

/* The roles of those who may give a type. */
static bool add_givers(ipso__details *details, ipso__track *track, const ipso_practice *practice,
                       int type)
{
    const ipso_who *who = &ipso_practice_type(practice, type)->who;
    bool ok = true;

    for (int p = 0; p < ipso_practice_practitioner_count(practice) && ok; p++)
        if (ipso_practice_who_matches(practice, who, p))
            add_text(details, track->parties, &track->party_count,
                     details->roles[details->role_of[p]], &ok);
    return ok;
}

static bool list_parties(ipso__details *details, ipso__track *track, const ipso_practice *practice,
                         const ipso_journey *journey)
{
    size_t most = (size_t)details->role_count + journey->step_count;
    bool ok = true;

    track->parties = ipso__arena_alloc(&details->arena, most, sizeof *track->parties);
    if (track->parties == NULL)
        return false;
    for (size_t s = 0; s < journey->step_count && ok; s++)
        if (journey->steps[s].type != IPSO_ANY)
            ok = add_givers(details, track, practice, journey->steps[s].type);
    for (size_t s = 0; s < journey->step_count && ok; s++)
        if (journey->steps[s].minutes > 0)
            add_text(details, track->parties, &track->party_count, journey->steps[s].outside, &ok);
    return ok;
}

/* ---- names and titles ---- */

static void name_roles(ipso__details *details, bool *ok)
{
    for (int i = 0; i < details->role_count; i++)
        details->items[details->count++] = (ipso_sim_detail){
            print_text(details, ok, "minutes_per_week/%s", details->roles[i]),
            print_text(details, ok, "with patients a week: %s", details->roles[i]), "min", 0};
}

static void name_track(ipso__details *details, ipso__track *track, const ipso_journey *journey,
                       bool *ok)
{
    track->first = details->count;
    for (int i = 0; i < IPSO__JOURNEY_DETAILS; i++)
        details->items[details->count++] =
            (ipso_sim_detail){print_text(details, ok, "%s/%s", journey->id, facts[i].name),
                              print_text(details, ok, "%s: %s", journey->name, facts[i].title),
                              facts[i].unit, facts[i].better};
    for (int i = 0; i < track->party_count; i++)
        details->items[details->count++] = (ipso_sim_detail){
            print_text(details, ok, "%s/minutes/%s", journey->id, track->parties[i]),
            print_text(details, ok, "%s: with %s", journey->name, track->parties[i]), "min", 0};
}

static bool name_all(ipso__details *details, const ipso_behaviour *behaviour)
{
    int count = details->role_count;
    bool ok = true;

    for (size_t j = 0; j < behaviour->journey_count; j++)
        count += IPSO__JOURNEY_DETAILS + details->tracks[j].party_count;
    details->items = ipso__arena_alloc(&details->arena, (size_t)count, sizeof *details->items);
    if (details->items == NULL)
        return false;
    name_roles(details, &ok);
    for (size_t j = 0; j < behaviour->journey_count; j++)
        name_track(details, &details->tracks[j], &behaviour->journeys[j], &ok);
    return ok;
}

bool ipso__details_init(ipso__details *details, const ipso_practice *practice)
{
    const ipso_behaviour *behaviour = ipso_practice_behaviour(practice);
    bool ok;

    *details = (ipso__details){.count = 0};
    details->tracks =
        ipso__arena_alloc(&details->arena, behaviour->journey_count, sizeof *details->tracks);
    ok = details->tracks != NULL && list_roles(details, practice);
    for (size_t j = 0; j < behaviour->journey_count && ok; j++)
        ok = list_parties(details, &details->tracks[j], practice, &behaviour->journeys[j]);
    return ok && name_all(details, behaviour);
}

void ipso__details_finish(ipso__details *details)
{
    ipso__arena_finish(&details->arena);
}
