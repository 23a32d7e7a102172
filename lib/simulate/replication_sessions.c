/* The sessions of a day of a replication.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/needs.h"
#include "practice/behaviour.h"
#include "simulate/replication_parts.h"

#include <math.h>

static double no_show_of(const ipso__replication *run, const ipso__appointment *made)
{
    const ipso__world *world = run->world;
    int class = made->of.ask.patient_class;
    double share = ipso__behaviour_no_show(ipso_practice_behaviour(world->practice),
                                           made->offer.day - made->booked_day);

    return class == IPSO_ANY ? share : fmin(1, share * world->class_no_show[class]);
}

static ipso_law law_of(const ipso__replication *run, const ipso__appointment *made, double *factor)
{
    return ipso_practice_service_law(run->world->practice, made->of.ask.type,
                                     made->offer.practitioner, made->of.ask.patient_class, factor);
}

static ipso_sim_slot slot_of(const ipso__replication *run, const ipso__appointment *made)
{
    double factor;
    ipso_law law = law_of(run, made, &factor);
    double service = ipso_law_mean_min(&law, factor);
    double mean = service + made->offer.travel_min;

    return (ipso_sim_slot){.start_min = made->offer.start_min,
                           .length_min = made->offer.length_min + made->offer.travel_min,
                           .mean_min = mean,
                           .cv = mean > 0 ? ipso__law_cv(&law) * service / mean : 0,
                           .no_show = no_show_of(run, made)};
}

static ipso__visit visit_of(const ipso__replication *run, const ipso__appointment *made,
                            int told_min)
{
    const ipso_behaviour *behaviour = ipso_practice_behaviour(run->world->practice);
    double factor;
    ipso_law law = law_of(run, made, &factor);
    ipso__visit visit = {.told_min = told_min,
                         .arrive_min = told_min,
                         .travel_min = made->offer.travel_min,
                         .service_min = ipso__law_quantile(&law, factor, made->of.fate.served),
                         .absent =
                             made->of.journey == 0 && made->of.fate.misses < no_show_of(run, made)};

    if (made->offer.mode == IPSO_MODE_SITE)
        visit.arrive_min += behaviour->early_sd_min * ipso__normal_quantile(made->of.fate.comes) -
                            behaviour->early_min;
    return visit;
}

static bool is_extended(const ipso__world *world, const ipso_sim_offer *offer)
{
    return ipso__extended_minutes(world->practice, offer->day % world->cycle_days, offer->start_min,
                                  offer->start_min + 1) > 0;
}

static bool count_seen(ipso__replication *run, const ipso__appointment *made,
                       const ipso__visit *visit)
{
    const ipso__world *world = run->world;
    const ipso_sim_ask *ask = &made->of.ask;
    ipso__tallies *tallies = &run->tallies;
    double planned = made->offer.length_min;
    bool panel = !world->panels ||
                 ipso_practice_practitioner(world->practice, made->offer.practitioner)->panel > 0;

    run->role_min[world->details->role_of[made->offer.practitioner]] += visit->service_min;
    tallies->seen++;
    tallies->attended_min += planned + made->offer.travel_min;
    tallies->planned_min += planned;
    tallies->service_min += visit->service_min;
    tallies->overrun_min += fmax(0, visit->service_min - planned);
    tallies->busy_min += visit->service_min + visit->travel_min;
    tallies->acute_extended += ipso__ask_is_acute(&made->of) && is_extended(world, &made->offer);
    if (made->offer.mode != IPSO_MODE_HOME) {
        tallies->waited++;
        tallies->wait_min += ipso__visit_wait(visit);
    }
    if (made->offer.mode == IPSO_MODE_SITE) {
        tallies->at_clinic++;
        tallies->clinic_min += visit->left_min - visit->arrive_min;
    }
    if (ask->practitioner != IPSO_ANY) {
        tallies->having_own++;
        tallies->with_own += ask->practitioner == made->offer.practitioner;
    }
    return !panel || ipso__tallies_see(tallies, ask->patient, made->offer.practitioner);
}

static bool end_visit(ipso__replication *run, int number, const ipso__visit *visit, int day)
{
    ipso__appointment made = run->appointments[number];
    ipso__ask follow_up;

    if (ipso__is_measured(run, day)) {
        run->tallies.appointments++;
        run->tallies.booked_min += made.offer.length_min + made.offer.travel_min;
        run->tallies.no_shows += visit->absent;
        if (!visit->absent && !count_seen(run, &made, visit))
            return false;
    }
    if (!ipso__give_number_back(run, number))
        return false;
    if (made.of.journey > 0)
        return ipso__journeys_see(&run->journeys, &made.of, &made.offer, visit) &&
               ipso__begin_steps(run);
    return visit->absent ||
           !ipso__ask_follow_up(&follow_up, run->world, &made.of, made.offer.practitioner, day) ||
           ipso__ask_later(run, &follow_up);
}

/* Appointments are sorted by insertion: a day has some twenty. */
static int sort_booked(ipso__replication *run, const ipso__agenda_day *agenda)
{
    int count = 0;

    for (size_t i = 0; i < agenda->booked_count && count < IPSO__MOST_VISITS; i++) {
        int number = agenda->booked[i], at = count++;
        int start = run->appointments[number].offer.start_min;

        for (; at > 0 && run->appointments[run->numbers[at - 1]].offer.start_min > start; at--)
            run->numbers[at] = run->numbers[at - 1];
        run->numbers[at] = number;
    }
    return count;
}

/* Runs the appointments first .. first + count - 1 as one session; *free_min becomes when it ends.
 */
static bool run_stretch(ipso__replication *run, int first, int count, double *free_min,
                        const ipso__stretch *stretch)
{
    const ipso_times_policy *times = run->world->settings->times;
    const ipso_sim_sitting sitting = {run->world->practice, stretch->start_min, stretch->end_min,
                                      run->slots, count};

    for (int k = 0; k < count; k++)
        run->slots[k] = slot_of(run, &run->appointments[run->numbers[first + k]]);
    if (!ipso__replication_note(run, times->tell(times, run->told, &sitting)))
        return false;
    for (int k = 0; k < count; k++)
        run->visits[first + k] =
            visit_of(run, &run->appointments[run->numbers[first + k]], run->told[k]);
    *free_min = ipso__run_session(&run->visits[first], count, fmax(*free_min, stretch->start_min));
    return true;
}

static bool run_agenda(ipso__replication *run, int practitioner, int day)
{
    const ipso__layout *layout = ipso__world_layout(run->world, day, practitioner);
    int count = sort_booked(run, ipso__calendar_day(&run->calendar, practitioner, day));
    int first = 0;
    double free_min = 0;
    bool ok = true;

    for (int s = 0; s < layout->stretch_count; s++) {
        const ipso__stretch *stretch = &layout->stretches[s];
        int end = first;

        while (end < count &&
               run->appointments[run->numbers[end]].offer.start_min < stretch->end_min)
            end++;
        if (end == first)
            continue;
        if (!run_stretch(run, first, end - first, &free_min, stretch))
            return false;
        if (ipso__is_measured(run, day)) {
            run->tallies.sessions++;
            run->tallies.overtime_min += fmax(0, free_min - stretch->end_min);
        }
        first = end;
    }
    for (int k = 0; k < first && ok; k++)
        ok = end_visit(run, run->numbers[k], &run->visits[k], day);
    return ok;
}

bool ipso__run_day(ipso__replication *run, int day)
{
    const ipso__world *world = run->world;
    bool ok = true;

    for (int p = 0; p < world->people && ok; p++) {
        const ipso__layout *layout = ipso__world_layout(world, day, p);

        if (run->ill[p] || layout->stretch_count == 0)
            continue;
        if (ipso__is_measured(run, day)) {
            run->tallies.duty_min += layout->duty_min;
            run->tallies.offered_min += layout->consulting_min;
            run->tallies.extended_min[p] += layout->extended_min;
            run->tallies.present_days[p]++;
        }
        ok = run_agenda(run, p, day);
    }
    return ok;
}
