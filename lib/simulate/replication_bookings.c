/* Whoever asks in a replication gets a time or does not, and loses it again in a night.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/behaviour.h"
#include "simulate/replication_parts.h"

/* ---- booking ---- */

static bool take_number(ipso__replication *run, int *number)
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

bool ipso__give_number_back(ipso__replication *run, int number)
{
    run->appointments[number].stands = false;
    if (!ipso__grow(&run->unused, &run->unused_capacity, run->unused_count + 1, sizeof(int)))
        return false;
    run->unused[run->unused_count++] = number;
    return true;
}

/* Who cancels does so before the day: at any night between. */
static bool plan_cancel(ipso__replication *run, int number, const ipso__appointment *made)
{
    int lead = made->offer.day - made->booked_day;
    int day = made->booked_day + 1 + (int)(made->of.fate.cancels_when * lead);

    if (lead < 1 || made->of.journey > 0 ||
        made->of.fate.cancels >= ipso_practice_behaviour(run->world->practice)->cancelled ||
        day >= run->days)
        return true;
    ipso__due *due = &run->due[day];
    if (!ipso__grow(&due->cancels, &due->capacity, due->count + 1, sizeof *due->cancels))
        return false;
    due->cancels[due->count++] = (ipso__cancel){number, made->of.key};
    return true;
}

bool ipso__ask_is_acute(const ipso__ask *ask)
{
    return ask->ask.care == IPSO_CARE_ACUTE;
}

static bool book(ipso__replication *run, const ipso__ask *ask, const ipso_sim_offer *offer,
                 int64_t ranked)
{
    int number;

    if (!take_number(run, &number))
        return false;
    run->appointments[number] = (ipso__appointment){.of = *ask,
                                                    .offer = *offer,
                                                    .ranked = ranked,
                                                    .booked_day = run->calendar.now_day,
                                                    .stands = true};
    return ipso__calendar_book(&run->calendar, offer, number) &&
           plan_cancel(run, number, &run->appointments[number]);
}

static void count_time(ipso__replication *run, const ipso__ask *ask, const ipso_sim_offer *offer)
{
    ipso__tallies *tallies = &run->tallies;

    if (!ask->counted)
        return;
    tallies->got_time++;
    tallies->wait_days += offer->day - (ask->ask.last_day - ask->patience_days);
    if (ipso__ask_is_acute(ask) && ask->first && offer->day == ask->ask.day)
        tallies->acute_same_day++;
}

/* Who finds no time asks again the next morning while he is willing to wait and the need is acute,
 * and on a journey always; else goes elsewhere. */
static bool turn_away(ipso__replication *run, const ipso__ask *ask)
{
    int tomorrow = ask->ask.day + 1;

    if (ask->journey > 0) {
        ipso__ask again;

        ipso__journeys_retry(&again, ask);
        return ipso__ask_later(run, &again);
    }
    if (ipso__ask_is_acute(ask) && tomorrow <= ask->ask.last_day) {
        ipso__ask again = *ask;

        again.ask.day = tomorrow;
        again.ask.time_min = IPSO__MORNING + (int)(ask->key % 60);
        if (again.ask.wanted_day < tomorrow)
            again.ask.wanted_day = tomorrow;
        again.first = false;
        return ipso__ask_later(run, &again);
    }
    run->tallies.unserved += ask->counted;
    return true;
}

/* The start that the policy gives; *found false: none. */
static bool choose(ipso__replication *run, bool *found, ipso_sim_offer *offer, int64_t *ranked,
                   const ipso_sim_ask *ask)
{
    const ipso_booking_policy *booking = run->world->settings->booking;
    int last_day = run->calendar.now_day + run->calendar.ahead_days - 1;

    *ranked = 0;
    if (!run->ranks) {
        *found = booking->choose(booking, offer, &run->calendar, ask);
        return true;
    }
    bool ok = ipso__replication_note(
        run, ipso__ranking_book(&run->ranking, offer, ranked, ask, last_day));
    *found = *ranked != 0;
    return ok;
}

bool ipso__serve(ipso__replication *run, ipso__ask *ask)
{
    ipso_sim_offer offer;
    int64_t ranked;
    bool found;

    run->calendar.now_min = ask->ask.time_min;
    if (ask->first && ipso__is_measured(run, ask->ask.day)) {
        ask->counted = true;
        run->tallies.asks++;
        run->tallies.acute_asks += ipso__ask_is_acute(ask);
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
static void fall_ill(ipso__replication *run, int practitioner)
{
    const ipso_behaviour *behaviour = ipso_practice_behaviour(run->world->practice);
    double u = ipso__random_open(&run->illness[practitioner]);
    double recover = 1 / behaviour->ill_days;

    run->ill[practitioner] =
        run->ill[practitioner] ? u >= recover : u < recover * behaviour->ill / (1 - behaviour->ill);
}

static bool cancel_ranked(ipso__replication *run, int number, int day)
{
    int64_t ranked = run->appointments[number].ranked;

    return ranked == 0 ||
           ipso__replication_note(run, ipso__ranking_cancel(&run->ranking, ranked, day));
}

/* The appointments of one who is ill are off; each patient asks again in the morning. */
static bool send_home(ipso__replication *run, int practitioner, int day)
{
    ipso__agenda_day *agenda = ipso__calendar_day(&run->calendar, practitioner, day);
    bool ok = !run->ranks || ipso__replication_note(
                                 run, ipso__ranking_close_day(&run->ranking, practitioner, day));

    for (size_t i = 0; i < agenda->booked_count && ok; i++) {
        int number = agenda->booked[i];
        ipso__ask again;

        if (!cancel_ranked(run, number, day))
            return false;

        ipso__ask_again(&again, &run->appointments[number].of, day, IPSO__MORNING, day);
        ok = ipso__ask_later(run, &again) && ipso__give_number_back(run, number);
    }
    agenda->booked_count = 0;
    ipso__calendar_close(&run->calendar, practitioner);
    return ok;
}

static bool cancel_one(ipso__replication *run, const ipso__cancel *cancelled, int day)
{
    ipso__appointment *of = &run->appointments[cancelled->number];
    const ipso_behaviour *behaviour = ipso_practice_behaviour(run->world->practice);
    ipso__ask again;

    if (!of->stands || of->of.key != cancelled->key)
        return true;
    if (!cancel_ranked(run, cancelled->number, day))
        return false;
    ipso__calendar_release(&run->calendar, &of->offer, cancelled->number);
    ipso__ask_again(&again, &of->of, day, IPSO__MORNING, of->offer.day + 1);
    bool returns = of->of.fate.asks_again < behaviour->rebooked;
    if (!ipso__give_number_back(run, cancelled->number))
        return false;
    return !returns || ipso__ask_later(run, &again);
}

bool ipso__pass_night(ipso__replication *run, int day)
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
