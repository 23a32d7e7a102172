/* Journeys of single patients: defaults, ranges, copies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/journeys.h"

#include <string.h>

enum { MAX_JOURNEYS = 1000, MAX_STEPS = 64 };

void ipso_journey_init(ipso_journey *journey)
{
    *journey =
        (ipso_journey){.patient_class = IPSO_ANY, .practitioner = IPSO_ANY, .accepts_others = true};
}

void ipso_journey_step_init(ipso_journey_step *step)
{
    *step = (ipso_journey_step){.type = IPSO_ANY};
}

int ipso__journey_step_find(const ipso_journey *journey, const char *id, size_t before)
{
    for (size_t i = 0; id != NULL && i < before; i++)
        if (strcmp(journey->steps[i].id, id) == 0)
            return (int)i;
    return -1;
}

/* ---- ranges ---- */

static void expect_step(const ipso__checker *parent, const ipso_practice *practice,
                        const ipso_journey *journey, size_t index)
{
    const ipso_journey_step *step = &journey->steps[index];
    ipso__checker checker = ipso__checker_child(parent, "steps", index);

    ipso__expect_id(&checker, "id", step->id);
    if (*checker.status != IPSO_OK)
        return;
    ipso__expect(&checker, ipso__journey_step_find(journey, step->id, index) < 0, "id",
                 "a step before this one has the id \"%s\"", step->id);
    ipso__expect_index(&checker, "type", step->type, practice->types.count, true);
    ipso__expect(&checker, (step->type == IPSO_ANY) == (step->outside != NULL), "",
                 "a step has a type, or says with whom it is outside");
    if (step->outside != NULL)
        ipso__expect_id(&checker, "outside", step->outside);
    ipso__expect_int(&checker, "days", step->days, 0, IPSO_MAX_DAYS);
    ipso__expect_int(&checker, "minutes", step->minutes, 0, IPSO_DAY_MIN);
    ipso__expect(&checker, step->minutes == 0 || step->outside != NULL, "minutes",
                 "the minutes of an appointment follow from its type");
    for (size_t i = 0; i < step->after_count; i++) {
        ipso__checker before = ipso__checker_child(&checker, "after", i);

        ipso__expect(&before, ipso__journey_step_find(journey, step->after[i], index) >= 0, "",
                     "no step before this one has the id \"%s\"",
                     step->after[i] != NULL ? step->after[i] : "");
    }
}

static void expect_journey(const ipso__checker *parent, const ipso_practice *practice,
                           const ipso_behaviour *behaviour, size_t index)
{
    const ipso_journey *journey = &behaviour->journeys[index];
    ipso__checker checker = ipso__checker_child(parent, "journeys", index);

    ipso__expect_id(&checker, "id", journey->id);
    for (size_t i = 0; i < index && *checker.status == IPSO_OK; i++)
        ipso__expect(&checker, strcmp(behaviour->journeys[i].id, journey->id) != 0, "id",
                     "a journey before this one has the id \"%s\"", journey->id);
    ipso__expect_text(&checker, "name", journey->name);
    ipso__expect_index(&checker, "patient_class", journey->patient_class, practice->classes.count,
                       true);
    ipso__expect_index(&checker, "practitioner", journey->practitioner,
                       practice->practitioners.count, true);
    ipso__expect(&checker, journey->practitioner != IPSO_ANY || journey->accepts_others,
                 "accepts_others",
                 "nobody may see a patient who has no own practitioner and accepts no others");
    ipso__expect_int(&checker, "start_days", journey->start_days, 0, IPSO_MAX_DAYS);
    ipso__expect(&checker, journey->step_count >= 1 && journey->step_count <= MAX_STEPS, "steps",
                 "a journey has 1 to %d steps, not %zu", MAX_STEPS, journey->step_count);
    for (size_t i = 0; i < journey->step_count && *checker.status == IPSO_OK; i++)
        expect_step(&checker, practice, journey, i);
}

void ipso__expect_journeys(const ipso__checker *parent, const ipso_practice *practice,
                           const ipso_behaviour *behaviour)
{
    ipso__checker checker = *parent;

    ipso__expect(&checker, behaviour->journey_count <= MAX_JOURNEYS, "journeys",
                 "%zu journeys are more than %d", behaviour->journey_count, MAX_JOURNEYS);
    for (size_t i = 0; i < behaviour->journey_count && *checker.status == IPSO_OK; i++)
        expect_journey(parent, practice, behaviour, i);
}

/* ---- copies ---- */

static bool copy_step(ipso__arena *arena, ipso_journey_step *step)
{
    return ipso__copy_text(arena, &step->id) && ipso__copy_text(arena, &step->outside) &&
           ipso__copy_texts(arena, &step->after, step->after_count);
}

static bool copy_journey(ipso__arena *arena, ipso_journey *journey)
{
    ipso_journey_step *steps = IPSO__COPIED(arena, journey->steps, journey->step_count);

    if (steps == NULL || !ipso__copy_text(arena, &journey->id) ||
        !ipso__copy_text(arena, &journey->name))
        return false;
    if (journey->name == NULL)
        journey->name = journey->id;
    for (size_t i = 0; i < journey->step_count; i++)
        if (!copy_step(arena, &steps[i]))
            return false;
    journey->steps = steps;
    return true;
}

bool ipso__copy_journeys(ipso__arena *arena, ipso_behaviour *behaviour)
{
    ipso_journey *journeys = IPSO__COPIED(arena, behaviour->journeys, behaviour->journey_count);

    if (journeys == NULL)
        return false;
    for (size_t i = 0; i < behaviour->journey_count; i++)
        if (!copy_journey(arena, &journeys[i]))
            return false;
    behaviour->journeys = journeys;
    return true;
}
