/* The shared part of a simulation: patients, and what they ask for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/world.h"

#include "base/error.h"
#include "practice/behaviour.h"
#include "simulate/cycle.h"

/* Patients of a practice that gives no panels: so many that each has 4.4 visits a year (ipso). */
#define VISITS_PER_YEAR 4.4

/* ---- panels and classes ---- */

static bool fill_panels(ipso__world *world)
{
    world->first_patient = ipso__arena_alloc(&world->arena, (size_t)world->people + 1, sizeof(int));
    world->home = ipso__arena_alloc(&world->arena, (size_t)world->people, sizeof(int));
    if (world->first_patient == NULL || world->home == NULL)
        return false;
    for (int p = 0; p < world->people; p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(world->practice, p);

        world->first_patient[p + 1] = world->first_patient[p] + person->panel;
        world->home[p] = ipso__home_site(world->practice, p);
    }
    world->patients = world->first_patient[world->people];
    world->panels = world->patients > 0;
    return true;
}

/* Without numbers of the practice, a class has the share of panels that it has of the requests. */
static bool fill_classes(ipso__world *world)
{
    const ipso_practice *practice = world->practice;
    const ipso_behaviour *behaviour = ipso_practice_behaviour(practice);
    size_t count = (size_t)ipso_practice_class_count(practice);
    int requests = ipso_practice_request_count(practice);

    world->class_share = ipso__arena_alloc(&world->arena, count, sizeof(double));
    world->class_visits = ipso__arena_alloc(&world->arena, count, sizeof(double));
    world->class_no_show = ipso__arena_alloc(&world->arena, count, sizeof(double));
    if (world->class_share == NULL || world->class_visits == NULL || world->class_no_show == NULL)
        return false;
    for (size_t c = 0; c < count; c++)
        world->class_visits[c] = world->class_no_show[c] = 1;
    for (int r = 0; r < requests && behaviour->class_count == 0; r++) {
        int class = ipso_practice_request(practice, r)->patient_class;
        if (class != IPSO_ANY)
            world->class_share[class] += 1.0 / requests;
    }
    world->most_visits = 1;
    for (size_t i = 0; i < behaviour->class_count; i++) {
        const ipso_class_behaviour *class = &behaviour->classes[i];

        world->class_share[class->patient_class] = class->panel_share;
        world->class_visits[class->patient_class] = class->visits_factor;
        world->class_no_show[class->patient_class] = class->no_show_factor;
        if (class->visits_factor > world->most_visits)
            world->most_visits = class->visits_factor;
    }
    return true;
}

/* ---- wants: known requests and fixed appointments ---- */

/* Days of the week on which a window lies, and its times. */
static void copy_windows(const ipso__world *world, ipso_sim_ask *ask, const ipso_request *request)
{
    for (size_t i = 0; i < request->window_count && ask->window_count < IPSO_SIM_WINDOWS; i++) {
        const ipso_window *window = &request->windows[i];
        int days = window->last - window->first + 1;
        unsigned weekdays = 0;

        for (int day = 0; day < days && day < 7; day++)
            weekdays |= 1u << ipso_date_weekday(window->first + day);
        if (days >= 7 || days >= world->cycle_days)
            weekdays = IPSO_ALL_DAYS;
        ask->windows[ask->window_count].weekdays = weekdays;
        ask->windows[ask->window_count].start_min = window->start_min;
        ask->windows[ask->window_count].end_min = window->end_min;
        ask->window_count++;
    }
}

static void fill_wants(ipso__world *world)
{
    const ipso_practice *practice = world->practice;
    ipso__want *want = world->wants;

    for (int r = 0; r < ipso_practice_request_count(practice); r++, want++) {
        const ipso_request *request = ipso_practice_request(practice, r);

        want->ask = (ipso_sim_ask){.type = request->type,
                                   .patient_class = request->patient_class,
                                   .practitioner = request->practitioner,
                                   .site = request->site,
                                   .accepts_others = request->accepts_others,
                                   .accepts_tele = request->accepts_tele};
        copy_windows(world, &want->ask, request);
    }
    for (int f = 0; f < ipso_practice_fixed_count(practice); f++, want++) {
        const ipso_fixed *fixed = ipso_practice_fixed(practice, f);

        want->ask = (ipso_sim_ask){.type = fixed->type,
                                   .patient_class = fixed->patient_class,
                                   .practitioner = fixed->practitioner,
                                   .site = IPSO_ANY,
                                   .accepts_others = true,
                                   .accepts_tele = fixed->mode == IPSO_MODE_TELE};
    }
}

/* ---- sources ---- */

static void fill_known_means(const ipso__world *world, ipso__source *source)
{
    const double *weights = ipso__behaviour_weekdays(ipso_practice_behaviour(world->practice));
    double sum = 0;

    for (int day = 0; day < world->cycle_days; day++) {
        unsigned bit = ipso__day_bit(world, day);
        int at = 0;

        while (bit >> at != 1)
            at++;
        source->mean[day] = weights[at];
        sum += weights[at];
    }
    for (int day = 0; day < world->cycle_days; day++)
        source->mean[day] = sum > 0 ? source->mean[day] / sum : 1.0 / world->cycle_days;
    for (int day = 0; day < world->cycle_days; day++)
        source->mean[day] *= world->want_count * (world->settings->load_percent / 100.0);
}

static void fill_entry(const ipso__world *world, ipso__source *source, int entry)
{
    const ipso_demand *demand = ipso_practice_demand(world->practice, entry);
    double mean =
        ipso_practice_demand_mean(world->practice, entry) * (world->settings->load_percent / 100.0);

    source->entry = entry;
    source->type = demand->type;
    source->patient_class = demand->patient_class;
    source->site = demand->site;
    source->start_min = demand->start_min;
    source->end_min = demand->end_min;
    source->dispersion = demand->law == IPSO_COUNT_FIXED               ? 0
                         : demand->law == IPSO_COUNT_NEGATIVE_BINOMIAL ? demand->dispersion
                                                                       : 1;
    for (int day = 0; day < world->cycle_days; day++)
        source->mean[day] =
            ipso_practice_day_matches(world->practice, &demand->days, day) ? mean : 0;
}

static bool fill_sources(ipso__world *world)
{
    int entries = ipso_practice_demand_count(world->practice);
    size_t days = (size_t)world->cycle_days;

    world->want_count =
        ipso_practice_request_count(world->practice) + ipso_practice_fixed_count(world->practice);
    world->source_count = entries + (world->want_count > 0);
    world->sources =
        ipso__arena_alloc(&world->arena, (size_t)world->source_count, sizeof *world->sources);
    world->wants =
        ipso__arena_alloc(&world->arena, (size_t)world->want_count, sizeof *world->wants);
    if (world->sources == NULL || world->wants == NULL)
        return false;
    fill_wants(world);
    for (int s = 0; s < world->source_count; s++) {
        ipso__source *source = &world->sources[s];

        source->mean = ipso__arena_alloc(&world->arena, days, sizeof(double));
        if (source->mean == NULL)
            return false;
        if (s < entries) {
            fill_entry(world, source, s);
            continue;
        }
        source->entry = IPSO_ANY;
        source->dispersion = ipso_practice_behaviour(world->practice)->dispersion;
        fill_known_means(world, source);
    }
    return true;
}

/* ---- follow-ups ---- */

/* The type in which appointments of a type are followed up: itself when it is follow-up care, else
 * the first such type that somebody gives who also gives this one. */
static int follow_up_type(const ipso__world *world, int type)
{
    if (ipso_practice_type(world->practice, type)->care == IPSO_CARE_FOLLOW_UP)
        return type;
    for (int t = 0; t < world->types; t++) {
        const ipso_type *other = ipso_practice_type(world->practice, t);

        if (other->care != IPSO_CARE_FOLLOW_UP || (other->modes & IPSO_MODE_HOME) != 0)
            continue;
        for (int i = world->first_giver[type]; i < world->first_giver[type + 1]; i++)
            if (ipso_practice_who_matches(world->practice, &other->who, world->givers[i]))
                return t;
    }
    return IPSO_ANY;
}

void ipso__world_add_asks(const ipso__world *world, double *asked)
{
    double known = 0;

    for (int s = 0; s < world->source_count; s++)
        for (int day = 0; day < world->cycle_days; day++) {
            if (world->sources[s].entry == IPSO_ANY)
                known += world->sources[s].mean[day];
            else
                asked[world->sources[s].type] += world->sources[s].mean[day];
        }
    for (int w = 0; w < world->want_count; w++)
        asked[world->wants[w].ask.type] += known / world->want_count;
}

/* Follow-ups of appointments are part of what the practice says is asked for: who asks on his own
 * account is so much rarer. Nine in ten of those who ask are taken to be seen. */
static bool fill_follow_ups(ipso__world *world)
{
    size_t types = (size_t)world->types;
    double *asked = ipso__arena_alloc(&world->arena, types, sizeof *asked);

    world->follow_up = ipso__arena_alloc(&world->arena, types, sizeof(int));
    world->booked_already = ipso__arena_alloc(&world->arena, types, sizeof(double));
    if (asked == NULL || world->follow_up == NULL || world->booked_already == NULL)
        return false;
    ipso__world_add_asks(world, asked);
    for (int t = 0; t < world->types; t++) {
        ipso_care care = ipso_practice_type(world->practice, t)->care;

        world->follow_up[t] =
            world->cares[care].follow_up > 0 ? follow_up_type(world, t) : IPSO_ANY;
        if (world->follow_up[t] != IPSO_ANY && asked[world->follow_up[t]] > 0)
            world->booked_already[world->follow_up[t]] +=
                0.9 * world->cares[care].follow_up * asked[t] / asked[world->follow_up[t]];
    }
    for (int t = 0; t < world->types; t++)
        if (world->booked_already[t] > 1)
            world->booked_already[t] = 1;
    return true;
}

static ipso_status expect_asks(ipso__world *world, ipso_error *err)
{
    double sum = 0;

    for (int s = 0; s < world->source_count; s++)
        for (int day = 0; day < world->cycle_days; day++)
            sum += world->sources[s].mean[day];
    if (sum <= 0)
        return ipso__fail(err, IPSO_INPUT, "/demand",
                          "nothing is asked for: no demand, no requests, no fixed appointments");
    if (!world->panels)
        world->patients = 1000 + (int)(sum * 364 / world->cycle_days / VISITS_PER_YEAR);
    return IPSO_OK;
}

ipso_status ipso__world_fill_demand(ipso__world *world, ipso_error *err)
{
    for (int care = 0; care <= IPSO_CARE_OTHER; care++)
        world->cares[care] = ipso_practice_care_behaviour(world->practice, (ipso_care)care);
    if (!fill_panels(world) || !fill_classes(world) || !fill_sources(world) ||
        !fill_follow_ups(world))
        return ipso__fail_nomem(err);
    return expect_asks(world, err);
}
