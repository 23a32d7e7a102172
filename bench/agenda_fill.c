/* How full agendas get: the best offer against first fit at the earliest start.
 *
 * Both see the same patients in the same order and keep the same rules: first fit tries to book
 * each start that is free, day after day, the earliest first, of equal ones the practitioner of
 * lower index, and the library says whether it may. Patients are for one of the lengths of a type.
 * There are three streams of them:
 *
 * - "hour": each type is asked for as often, each time for one hour of one day, until no length of
 * any type fits, even for a patient who could come at any time. That is looked at after every
 * REFUSALS patients in a row who found no place.
 * - "every": the same, at one to four stretches of one to four hours.
 * - "practice": types are asked for as often as the practice forecasts, and patients can come at
 * any time or on one to four half-days (as in the suite "agenda speed"). A type is closed when
 * REFUSALS of its patients in a row found no place; the agenda is full when all are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FORTNIGHT   2
#define OPENED_DAYS 7 /* before its first day a fortnight is opened */
#define REFUSALS    50
#define MAX_TYPES   64
#define STEP_MIN    5
#define STEPS       (IPSO_DAY_MIN / STEP_MIN)
#define T_975_DF_29 2.045 /* quantile of Student's law, for 30 seeds */

typedef enum stream { HOUR, EVERY, PRACTICE, STREAM_COUNT } stream;

static const char *const stream_name[STREAM_COUNT] = {"hour", "every", "practice"};

typedef struct filling {
    const agenda_weeks *weeks;
    stream of;
    ipso_agenda *agenda;
    unsigned char *taken; /* by practitioner, day and step; NULL for the best offer */
    ipso_date first_day;
    ipso_stamp now;
    int64_t minutes;
    int booked;
} filling;

/* ---- first fit ---- */

static unsigned char *steps_of(const filling *fill, int practitioner, int day)
{
    return fill->taken + ((size_t)practitioner * (size_t)fill->weeks->days + (size_t)day) * STEPS;
}

/* Steps outside duties are taken from the start. */
static void take_off_duty(filling *fill)
{
    const ipso_plan *plan = fill->weeks->plan;

    memset(fill->taken, 1,
           (size_t)ipso_practice_practitioner_count(fill->weeks->practice) *
               (size_t)fill->weeks->days * STEPS);
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        const ipso_duty *duty = ipso_practice_duty(fill->weeks->practice, work->duty);
        unsigned char *steps = steps_of(fill, work->practitioner, work->day);
        memset(steps + duty->start_min / STEP_MIN, 0,
               (size_t)(duty->end_min - duty->start_min) / STEP_MIN);
    }
}

/* Tries a start; true when it is booked. */
static bool try_start(filling *fill, const agenda_patient *patient, int practitioner, int day,
                      int start_min)
{
    unsigned char *steps = steps_of(fill, practitioner, day) + start_min / STEP_MIN;
    ipso_place place;
    ipso_entry entry;
    int64_t number;

    ipso_place_init(&place);
    place.practitioner = practitioner;
    place.date = fill->first_day + day;
    place.start_min = start_min;
    if (ipso_agenda_book(fill->agenda, &number, &patient->ask, &place, &fill->now, NULL) != IPSO_OK)
        return false;
    if (ipso_agenda_entry(fill->agenda, &entry, number, NULL) != IPSO_OK)
        return false;
    memset(steps, 1, (size_t)(entry.length_min + entry.travel_min) / STEP_MIN);
    fill->minutes += entry.length_min + entry.travel_min;
    fill->booked++;
    return true;
}

static bool in_windows(const agenda_patient *patient, ipso_date date, int start_min, int end_min)
{
    const ipso_request *request = &patient->ask.request;
    bool inside = request->window_count == 0;

    for (size_t i = 0; i < request->window_count; i++)
        inside |= date == request->windows[i].first && start_min >= request->windows[i].start_min &&
                  end_min <= request->windows[i].end_min;
    return inside;
}

static bool first_fit(filling *fill, const agenda_patient *patient)
{
    const ipso_practice *practice = fill->weeks->practice;
    const ipso_type *type = ipso_practice_type(practice, patient->ask.request.type);
    int length = patient->ask.length_min, people = ipso_practice_practitioner_count(practice);
    bool may[BENCH_MAX_NAMES] = {false};

    for (int p = 0; p < people && p < BENCH_MAX_NAMES; p++)
        may[p] = ipso_practice_who_matches(practice, &type->who, p);
    for (int day = 0; day < fill->weeks->days; day++)
        for (int step = 0; step + length / STEP_MIN <= STEPS; step++) {
            if (!in_windows(patient, fill->first_day + day, step * STEP_MIN,
                            step * STEP_MIN + length))
                continue;
            for (int p = 0; p < people && p < BENCH_MAX_NAMES; p++)
                if (may[p] &&
                    memchr(steps_of(fill, p, day) + step, 1, (size_t)length / STEP_MIN) == NULL &&
                    try_start(fill, patient, p, day, step * STEP_MIN))
                    return true;
        }
    return false;
}

/* ---- the best offer ---- */

static bool best_offer(filling *fill, const agenda_patient *patient)
{
    ipso_offer best;
    ipso_place place;
    int64_t number;
    int count = 0;

    if (ipso_agenda_offer(fill->agenda, &best, 1, &count, &patient->ask, &fill->now, NULL) !=
            IPSO_OK ||
        count == 0)
        return false;
    ipso_place_init(&place);
    place.practitioner = best.practitioner;
    place.date = best.date;
    place.start_min = best.start_min;
    if (ipso_agenda_book(fill->agenda, &number, &patient->ask, &place, &fill->now, NULL) != IPSO_OK)
        return false;
    fill->minutes += best.length_min + best.travel_min;
    fill->booked++;
    return true;
}

/* ---- runs ---- */

static void draw_length(agenda_patient *patient, const agenda_weeks *weeks, agenda_random *random)
{
    const ipso_type *type = ipso_practice_type(weeks->practice, patient->ask.request.type);

    patient->ask.length_min =
        type->lengths_min[agenda_random_below(random, (uint32_t)type->length_count)];
}

/* A patient of any type, for one of its lengths, who can come at some hours alone. */
static void draw_any(agenda_patient *patient, const agenda_weeks *weeks, agenda_random *random,
                     bool one_hour)
{
    ipso_request *request = &patient->ask.request;
    uint32_t types = (uint32_t)ipso_practice_type_count(weeks->practice);
    const ipso_type *type;

    agenda_patient_draw(patient, weeks, random, 0);
    request->type = (int)agenda_random_below(random, types);
    type = ipso_practice_type(weeks->practice, request->type);
    if (!ipso_practice_who_matches(weeks->practice, &type->who, request->practitioner)) {
        request->practitioner = IPSO_ANY;
        request->accepts_others = true;
    }
    draw_length(patient, weeks, random);
    agenda_patient_hours(patient, weeks, random, one_hour);
}

/* Whether a length of a type fits anywhere, for a patient who can come at any time. */
static bool fits_anywhere(const filling *fill, int type, int length_min)
{
    ipso_offer best;
    ipso_ask ask;
    int count = 0;

    ipso_ask_init(&ask);
    ask.request.type = type;
    ask.request.accepts_tele = true;
    ask.length_min = length_min;
    return ipso_agenda_offer(fill->agenda, &best, 1, &count, &ask, &fill->now, NULL) != IPSO_OK ||
           count > 0;
}

static bool is_full(const filling *fill)
{
    const ipso_practice *practice = fill->weeks->practice;

    for (int t = 0; t < ipso_practice_type_count(practice); t++) {
        const ipso_type *type = ipso_practice_type(practice, t);
        for (size_t l = 0; l < type->length_count; l++)
            if (fits_anywhere(fill, t, type->lengths_min[l]))
                return false;
    }
    return true;
}

static bool book_patient(filling *fill, const agenda_patient *patient)
{
    return fill->taken != NULL ? first_fit(fill, patient) : best_offer(fill, patient);
}

static void fill_with_any(filling *fill, agenda_random *random)
{
    for (int refused = 0; refused < REFUSALS || !is_full(fill);) {
        agenda_patient patient;
        refused = refused == REFUSALS ? 0 : refused;
        draw_any(&patient, fill->weeks, random, fill->of == HOUR);
        refused = book_patient(fill, &patient) ? 0 : refused + 1;
    }
}

static void fill_as_forecast(filling *fill, agenda_random *random)
{
    const ipso_practice *practice = fill->weeks->practice;
    int refused[MAX_TYPES], open = 0;

    for (int t = 0; t < MAX_TYPES; t++)
        refused[t] = REFUSALS;
    for (int d = 0; d < ipso_practice_demand_count(practice); d++) {
        int *type = &refused[ipso_practice_demand(practice, d)->type];
        open += *type == REFUSALS;
        *type = 0;
    }
    while (open > 0) {
        agenda_patient patient;
        int *in_a_row;
        agenda_patient_draw(&patient, fill->weeks, random, 0);
        draw_length(&patient, fill->weeks, random);
        in_a_row = &refused[patient.ask.request.type];
        if (*in_a_row == REFUSALS)
            continue;
        *in_a_row = book_patient(fill, &patient) ? 0 : *in_a_row + 1;
        open -= *in_a_row == REFUSALS;
    }
}

/* Fills an empty agenda with the patients of a seed. */
static bool fill_agenda(filling *fill, const agenda_weeks *weeks, stream of, int seed, bool first,
                        ipso_error *err)
{
    agenda_random random = {.state = (uint64_t)seed * 977};
    size_t steps =
        (size_t)ipso_practice_practitioner_count(weeks->practice) * (size_t)weeks->days * STEPS;
    ipso_date first_day = ipso_practice_horizon(weeks->practice)->first_day;
    bool ok;

    *fill = (filling){
        .weeks = weeks, .of = of, .first_day = first_day, .now = {.date = first_day - OPENED_DAYS}};
    if (ipso_practice_type_count(weeks->practice) > MAX_TYPES ||
        ipso_agenda_new(&fill->agenda, weeks->plan, err) != IPSO_OK)
        return false;
    fill->taken = first ? malloc(steps) : NULL;
    ok = !first || fill->taken != NULL;
    if (fill->taken != NULL)
        take_off_duty(fill);
    if (ok && of == PRACTICE)
        fill_as_forecast(fill, &random);
    else if (ok)
        fill_with_any(fill, &random);
    free(fill->taken);
    fill->taken = NULL;
    ipso_agenda_free(fill->agenda);
    return ok;
}

static double share(const filling *fill)
{
    return 100.0 * (double)fill->minutes / (double)fill->weeks->consulting_min;
}

/* Fills the agendas of all seeds with a stream, a row for each. */
static bool fill_seeds(const agenda_weeks *weeks, stream of, int seeds, ipso_error *err)
{
    const char *name = stream_name[of];
    double sum = 0, squares = 0, mean, spread;

    for (int seed = 1; seed <= seeds; seed++) {
        filling first, best;
        double difference;
        if (!fill_agenda(&first, weeks, of, seed, true, err) ||
            !fill_agenda(&best, weeks, of, seed, false, err))
            return false;
        difference = share(&best) - share(&first);
        sum += difference;
        squares += difference * difference;
        printf("%s,%d,%lld,%d,%lld,%d,%lld,%.2f,%.2f,%.2f\n", name, seed,
               (long long)weeks->consulting_min, first.booked, (long long)first.minutes,
               best.booked, (long long)best.minutes, share(&first), share(&best), difference);
        fflush(stdout);
    }
    mean = sum / seeds;
    spread = seeds > 1 ? sqrt((squares - seeds * mean * mean) / (seeds - 1) / seeds) : 0;
    printf("%s,mean,,,,,,,,%.2f\n%s,interval_95,,,,,,%.2f,%.2f,\n", name, mean, name,
           mean - T_975_DF_29 * spread, mean + T_975_DF_29 * spread);
    return true;
}

int bench_agenda_fill(const char *scenario, int seeds)
{
    agenda_weeks weeks;
    ipso_error err;
    bool ok;

    ipso_error_init(&err);
    if (!agenda_weeks_make(&weeks, scenario, 1, FORTNIGHT, false, &err)) {
        bench_complain(scenario, &err);
        return BENCH_INPUT;
    }
    puts("stream,seed,consulting_min,first_fit_booked,first_fit_min,best_booked,best_min,"
         "first_fit_percent,best_percent,difference");
    ok = true;
    for (int of = 0; of < STREAM_COUNT && ok; of++)
        ok = fill_seeds(&weeks, (stream)of, seeds, &err);
    if (!ok)
        bench_complain(scenario, &err);
    agenda_weeks_free(&weeks);
    return ok ? BENCH_DONE : BENCH_FAILED;
}
