/* One replication: the days one after the other.
 *
 * A day begins with what the night brought: illness, the appointments cancelled, the calendar a day
 * further. Then those who ask are served in the order they come, and at the end the sessions run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/replication.h"

#include "model/needs.h"
#include "practice/behaviour.h"
#include "simulate/asks.h"
#include "simulate/calendar.h"
#include "simulate/journeys.h"
#include "simulate/ranking.h"
#include "simulate/run.h"
#include "simulate/tallies.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MORNING = 8 * 60, MOST_VISITS = IPSO_DAY_MIN };

struct appointment {
    ipso__ask of;
    ipso_sim_offer offer;
    int64_t ranked; /* number in the live agenda, 0 none */
    int booked_day;
    bool stands;
};

/* Appointments to cancel on a day, by number and by the key of their ask. */
struct cancel {
    int number;
    uint64_t key;
};

struct due {
    struct cancel *cancels;
    size_t count, capacity;
    ipso__asks asks; /* that come back or follow up */
};

struct replication {
    const ipso__world *world;
    uint64_t seed;
    int days, first_measured, end_measured;
    ipso_sim_calendar calendar;
    bool ranks;
    ipso__ranking ranking; /* in use when booking ranks */
    ipso_status status;    /* of the live agenda, of the times told */
    struct appointment *appointments;
    size_t appointment_count, appointment_capacity;
    int *unused; /* numbers of appointments that are over */
    size_t unused_count, unused_capacity;
    struct due *due; /* per day */
    ipso__asks asks;
    bool *ill;
    ipso__random *illness;
    ipso__tallies tallies;
    double *role_min; /* minutes with patients, per role of the details */
    ipso__journeys journeys;
    ipso__visit visits[MOST_VISITS];
    ipso_sim_slot slots[MOST_VISITS];
    int numbers[MOST_VISITS], told[MOST_VISITS];
};

static bool is_measured(const struct replication *run, int day)
{
    return day >= run->first_measured && day < run->end_measured;
}

/* Whether a call worked; if not, why is kept. */
static bool note(struct replication *run, ipso_status status)
{
    if (status != IPSO_OK)
        run->status = status;
    return status == IPSO_OK;
}

/* ---- making and freeing ---- */

static bool open_illness(struct replication *run)
{
    const ipso__world *world = run->world;

    run->ill = ipso__calloc((size_t)world->people, sizeof *run->ill);
    run->illness = ipso__calloc((size_t)world->people, sizeof *run->illness);
    if (run->ill == NULL || run->illness == NULL)
        return false;
    for (int p = 0; p < world->people; p++) {
        ipso__stream_open(&run->illness[p],
                          ipso__stream_key(run->seed, IPSO__PURPOSE_ILLNESS, (uint64_t)p, 0));
        run->ill[p] =
            ipso__random_open(&run->illness[p]) < ipso_practice_behaviour(world->practice)->ill;
    }
    return true;
}

static bool ask_later(struct replication *run, const ipso__ask *ask)
{
    return ask->ask.day >= run->days || ipso__asks_add(&run->due[ask->ask.day].asks, ask);
}

/* Has the steps of journeys that can begin asked for on their days. */
static bool begin_steps(struct replication *run)
{
    ipso__asks *begun = &run->journeys.begun;
    bool ok = true;

    for (size_t i = 0; i < begun->count && ok; i++)
        ok = ask_later(run, &begun->items[i]);
    begun->count = 0;
    return ok;
}

static bool open_replication(struct replication *run, const ipso__world *world, int index)
{
    const ipso_sim_settings *settings = world->settings;

    run->world = world;
    run->seed = ipso__stream_key(settings->seed, IPSO__PURPOSE_COUNT, (uint64_t)index + 1, 77);
    run->first_measured = settings->warmup_weeks * 7;
    run->end_measured = run->first_measured + settings->weeks * 7;
    run->days = run->end_measured;
    run->due = ipso__calloc((size_t)run->days, sizeof *run->due);
    run->ranks = settings->booking->ranks;
    if (!ipso__calendar_init(&run->calendar, world) || run->due == NULL)
        return false;
    if (run->ranks && !note(run, ipso__ranking_open(&run->ranking, &run->calendar)))
        return false;
    run->role_min = ipso__calloc((size_t)world->details->role_count, sizeof(double));
    return run->role_min != NULL && open_illness(run) && ipso__tallies_init(&run->tallies, world) &&
           ipso__journeys_open(&run->journeys, world, run->seed, run->first_measured) &&
           begin_steps(run);
}

static void close_replication(struct replication *run)
{
    for (int day = 0; run->due != NULL && day < run->days; day++) {
        free(run->due[day].cancels);
        free(run->due[day].asks.items);
    }
    free(run->due);
    free(run->ill);
    free(run->illness);
    free(run->appointments);
    free(run->unused);
    free(run->asks.items);
    free(run->role_min);
    ipso__journeys_finish(&run->journeys);
    ipso__ranking_close(&run->ranking);
    ipso__calendar_finish(&run->calendar);
    ipso__tallies_finish(&run->tallies);
}

/* ---- booking ---- */

static bool take_number(struct replication *run, int *number)
{
    if (run->unused_count > 0) {
        *number = run->unused[--run->unused_count];
        return true;
    }
    if (!ipso__grow(&run->appointments, &run->appointment_capacity, run->appointment_count + 1,
                    sizeof *run->appointments))
        return false;
    *number = (int)run->appointment_count++;
    return true;
}

static bool give_number_back(struct replication *run, int number)
{
    run->appointments[number].stands = false;
    if (!ipso__grow(&run->unused, &run->unused_capacity, run->unused_count + 1, sizeof(int)))
        return false;
    run->unused[run->unused_count++] = number;
    return true;
}

/* Who cancels does so before the day: at any night between. */
static bool plan_cancel(struct replication *run, int number, const struct appointment *made)
{
    int lead = made->offer.day - made->booked_day;
    int day = made->booked_day + 1 + (int)(made->of.fate.cancels_when * lead);

    if (lead < 1 || made->of.journey > 0 ||
        made->of.fate.cancels >= ipso_practice_behaviour(run->world->practice)->cancelled ||
        day >= run->days)
        return true;
    struct due *due = &run->due[day];
    if (!ipso__grow(&due->cancels, &due->capacity, due->count + 1, sizeof *due->cancels))
        return false;
    due->cancels[due->count++] = (struct cancel){number, made->of.key};
    return true;
}

static bool is_acute(const ipso__ask *ask)
{
    return ask->ask.care == IPSO_CARE_ACUTE;
}

static bool book(struct replication *run, const ipso__ask *ask, const ipso_sim_offer *offer,
                 int64_t ranked)
{
    int number;

    if (!take_number(run, &number))
        return false;
    run->appointments[number] = (struct appointment){.of = *ask,
                                                     .offer = *offer,
                                                     .ranked = ranked,
                                                     .booked_day = run->calendar.now_day,
                                                     .stands = true};
    return ipso__calendar_book(&run->calendar, offer, number) &&
           plan_cancel(run, number, &run->appointments[number]);
}

static void count_time(struct replication *run, const ipso__ask *ask, const ipso_sim_offer *offer)
{
    ipso__tallies *tallies = &run->tallies;

    if (!ask->counted)
        return;
    tallies->got_time++;
    tallies->wait_days += offer->day - (ask->ask.last_day - ask->patience_days);
    if (is_acute(ask) && ask->first && offer->day == ask->ask.day)
        tallies->acute_same_day++;
}

/* Who finds no time asks again the next morning while he is willing to wait and the need is acute,
 * and on a journey always; else goes elsewhere. */
static bool turn_away(struct replication *run, const ipso__ask *ask)
{
    int tomorrow = ask->ask.day + 1;

    if (ask->journey > 0) {
        ipso__ask again;

        ipso__journeys_retry(&again, ask);
        return ask_later(run, &again);
    }
    if (is_acute(ask) && tomorrow <= ask->ask.last_day) {
        ipso__ask again = *ask;

        again.ask.day = tomorrow;
        again.ask.time_min = MORNING + (int)(ask->key % 60);
        if (again.ask.wanted_day < tomorrow)
            again.ask.wanted_day = tomorrow;
        again.first = false;
        return ask_later(run, &again);
    }
    run->tallies.unserved += ask->counted;
    return true;
}

/* The start that the policy gives; *found false: none. */
static bool choose(struct replication *run, bool *found, ipso_sim_offer *offer, int64_t *ranked,
                   const ipso_sim_ask *ask)
{
    const ipso_booking_policy *booking = run->world->settings->booking;
    int last_day = run->calendar.now_day + run->calendar.ahead_days - 1;

    *ranked = 0;
    if (!run->ranks) {
        *found = booking->choose(booking, offer, &run->calendar, ask);
        return true;
    }
    bool ok = note(run, ipso__ranking_book(&run->ranking, offer, ranked, ask, last_day));
    *found = *ranked != 0;
    return ok;
}

static bool serve(struct replication *run, ipso__ask *ask)
{
    ipso_sim_offer offer;
    int64_t ranked;
    bool found;

    run->calendar.now_min = ask->ask.time_min;
    if (ask->first && is_measured(run, ask->ask.day)) {
        ask->counted = true;
        run->tallies.asks++;
        run->tallies.acute_asks += is_acute(ask);
    }
    if (!choose(run, &found, &offer, &ranked, &ask->ask))
        return false;
    if (!found)
        return turn_away(run, ask);
    count_time(run, ask, &offer);
    return book(run, ask, &offer, ranked);
}

/* ---- the night ---- */

/* A chain of two states: ill for ill_days on average, a share `ill` of all days. */
static void fall_ill(struct replication *run, int practitioner)
{
    const ipso_behaviour *behaviour = ipso_practice_behaviour(run->world->practice);
    double u = ipso__random_open(&run->illness[practitioner]);
    double recover = 1 / behaviour->ill_days;

    run->ill[practitioner] =
        run->ill[practitioner] ? u >= recover : u < recover * behaviour->ill / (1 - behaviour->ill);
}

static bool cancel_ranked(struct replication *run, int number, int day)
{
    int64_t ranked = run->appointments[number].ranked;

    return ranked == 0 || note(run, ipso__ranking_cancel(&run->ranking, ranked, day));
}

/* The appointments of one who is ill are off; each patient asks again in the morning. */
static bool send_home(struct replication *run, int practitioner, int day)
{
    ipso__agenda_day *agenda = ipso__calendar_day(&run->calendar, practitioner, day);
    bool ok = !run->ranks || note(run, ipso__ranking_close_day(&run->ranking, practitioner, day));

    for (size_t i = 0; i < agenda->booked_count && ok; i++) {
        int number = agenda->booked[i];
        ipso__ask again;

        if (!cancel_ranked(run, number, day))
            return false;

        ipso__ask_again(&again, &run->appointments[number].of, day, MORNING, day);
        ok = ask_later(run, &again) && give_number_back(run, number);
    }
    agenda->booked_count = 0;
    ipso__calendar_close(&run->calendar, practitioner);
    return ok;
}

static bool cancel_one(struct replication *run, const struct cancel *cancelled, int day)
{
    struct appointment *of = &run->appointments[cancelled->number];
    const ipso_behaviour *behaviour = ipso_practice_behaviour(run->world->practice);
    ipso__ask again;

    if (!of->stands || of->of.key != cancelled->key)
        return true;
    if (!cancel_ranked(run, cancelled->number, day))
        return false;
    ipso__calendar_release(&run->calendar, &of->offer, cancelled->number);
    ipso__ask_again(&again, &of->of, day, MORNING, of->offer.day + 1);
    bool returns = of->of.fate.asks_again < behaviour->rebooked;
    if (!give_number_back(run, cancelled->number))
        return false;
    return !returns || ask_later(run, &again);
}

static bool pass_night(struct replication *run, int day)
{
    bool ok = true;

    ipso__calendar_advance(&run->calendar, day);
    for (int p = 0; p < run->world->people && ok; p++) {
        fall_ill(run, p);
        if (run->ill[p])
            ok = send_home(run, p, day);
    }
    for (size_t i = 0; i < run->due[day].count && ok; i++)
        ok = cancel_one(run, &run->due[day].cancels[i], day);
    return ok;
}

/* ---- sessions ---- */

static double no_show_of(const struct replication *run, const struct appointment *made)
{
    const ipso__world *world = run->world;
    int class = made->of.ask.patient_class;
    double share = ipso__behaviour_no_show(ipso_practice_behaviour(world->practice),
                                           made->offer.day - made->booked_day);

    return class == IPSO_ANY ? share : fmin(1, share * world->class_no_show[class]);
}

static ipso_law law_of(const struct replication *run, const struct appointment *made,
                       double *factor)
{
    return ipso_practice_service_law(run->world->practice, made->of.ask.type,
                                     made->offer.practitioner, made->of.ask.patient_class, factor);
}

static ipso_sim_slot slot_of(const struct replication *run, const struct appointment *made)
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

static ipso__visit visit_of(const struct replication *run, const struct appointment *made,
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

static bool count_seen(struct replication *run, const struct appointment *made,
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
    tallies->acute_extended += is_acute(&made->of) && is_extended(world, &made->offer);
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

static bool end_visit(struct replication *run, int number, const ipso__visit *visit, int day)
{
    struct appointment made = run->appointments[number];
    ipso__ask follow_up;

    if (is_measured(run, day)) {
        run->tallies.appointments++;
        run->tallies.booked_min += made.offer.length_min + made.offer.travel_min;
        run->tallies.no_shows += visit->absent;
        if (!visit->absent && !count_seen(run, &made, visit))
            return false;
    }
    if (!give_number_back(run, number))
        return false;
    if (made.of.journey > 0)
        return ipso__journeys_see(&run->journeys, &made.of, &made.offer, visit) && begin_steps(run);
    return visit->absent ||
           !ipso__ask_follow_up(&follow_up, run->world, &made.of, made.offer.practitioner, day) ||
           ask_later(run, &follow_up);
}

/* Appointments are sorted by insertion: a day has some twenty. */
static int sort_booked(struct replication *run, const ipso__agenda_day *agenda)
{
    int count = 0;

    for (size_t i = 0; i < agenda->booked_count && count < MOST_VISITS; i++) {
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
static bool run_stretch(struct replication *run, int first, int count, double *free_min,
                        const ipso__stretch *stretch)
{
    const ipso_times_policy *times = run->world->settings->times;
    const ipso_sim_sitting sitting = {run->world->practice, stretch->start_min, stretch->end_min,
                                      run->slots, count};

    for (int k = 0; k < count; k++)
        run->slots[k] = slot_of(run, &run->appointments[run->numbers[first + k]]);
    if (!note(run, times->tell(times, run->told, &sitting)))
        return false;
    for (int k = 0; k < count; k++)
        run->visits[first + k] =
            visit_of(run, &run->appointments[run->numbers[first + k]], run->told[k]);
    *free_min = ipso__run_session(&run->visits[first], count, fmax(*free_min, stretch->start_min));
    return true;
}

static bool run_agenda(struct replication *run, int practitioner, int day)
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
        if (is_measured(run, day)) {
            run->tallies.sessions++;
            run->tallies.overtime_min += fmax(0, free_min - stretch->end_min);
        }
        first = end;
    }
    for (int k = 0; k < first && ok; k++)
        ok = end_visit(run, run->numbers[k], &run->visits[k], day);
    return ok;
}

static bool run_day(struct replication *run, int day)
{
    const ipso__world *world = run->world;
    bool ok = true;

    for (int p = 0; p < world->people && ok; p++) {
        const ipso__layout *layout = ipso__world_layout(world, day, p);

        if (run->ill[p] || layout->stretch_count == 0)
            continue;
        if (is_measured(run, day)) {
            run->tallies.duty_min += layout->duty_min;
            run->tallies.offered_min += layout->consulting_min;
            run->tallies.extended_min[p] += layout->extended_min;
            run->tallies.present_days[p]++;
        }
        ok = run_agenda(run, p, day);
    }
    return ok;
}

/* ---- the days ---- */

/* The length by which the third next time of a practitioner is looked for: that of the first type
 * of no acute care he gives, else of the first he gives; 0 when he gives none. */
static int usual_length(const ipso__world *world, int practitioner)
{
    int found = 0;

    for (int t = 0; t < world->types; t++) {
        const ipso_type *type = ipso_practice_type(world->practice, t);

        if (!ipso_practice_who_matches(world->practice, &type->who, practitioner))
            continue;
        if (type->care != IPSO_CARE_ACUTE)
            return ipso__planned_length(type);
        if (found == 0)
            found = ipso__planned_length(type);
    }
    return found;
}

static void sample_third_next(struct replication *run)
{
    const ipso__world *world = run->world;

    for (int p = 0; p < world->people; p++) {
        int length = usual_length(world, p);
        bool panel = !world->panels || ipso_practice_practitioner(world->practice, p)->panel > 0;

        if (length == 0 || !panel || !world->works[p] || run->ill[p])
            continue;
        run->tallies.third_next_days += ipso__calendar_third_next(&run->calendar, p, length);
        run->tallies.third_next++;
    }
}

static bool live_day(struct replication *run, int day)
{
    bool ok = pass_night(run, day);

    if (ok && is_measured(run, day) && (day - run->first_measured) % 7 == 0)
        sample_third_next(run);
    run->asks.count = 0;
    ok = ok && ipso__asks_draw(&run->asks, run->world, run->seed, day);
    for (size_t i = 0; i < run->due[day].asks.count && ok; i++)
        ok = ipso__asks_add(&run->asks, &run->due[day].asks.items[i]);
    ipso__asks_sort(&run->asks);
    for (size_t i = 0; i < run->asks.count && ok; i++)
        ok = serve(run, &run->asks.items[i]);
    return ok && run_day(run, day);
}

static void measure(double *measures, struct replication *run)
{
    const ipso__world *world = run->world;
    double *details = measures + IPSO_SIM_MEASURE_COUNT;

    ipso__tallies_measure(measures, &run->tallies, world);
    for (int i = 0; i < world->details->role_count; i++)
        details[i] = run->role_min[i] / world->settings->weeks;
    ipso__journeys_measure(details, &run->journeys, run->days);
}

ipso_status ipso__replicate(double *measures, const ipso__world *world, int index)
{
    struct replication *run = ipso__calloc(1, sizeof *run);
    bool ok = run != NULL && open_replication(run, world, index);

    for (int day = 0; ok && day < run->days; day++)
        ok = live_day(run, day);
    if (ok)
        measure(measures, run);
    ipso_status status = run != NULL && run->status != IPSO_OK ? run->status : IPSO_NOMEM;
    if (run != NULL)
        close_replication(run);
    free(run);
    return ok ? IPSO_OK : status;
}
