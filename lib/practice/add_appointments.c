/* Adding appointment types, demand, requests and fixed appointments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/copy.h"
#include "practice/expect.h"

#include <stdio.h>

static void expect_lengths(const ipso__checker *parent, const ipso_type *type, int grid_min)
{
    ipso__checker checker = *parent;

    ipso__expect(&checker, type->length_count >= 1 && type->length_count <= 20, "lengths_min",
                 "a type has 1 to 20 lengths, not %zu", type->length_count);
    for (size_t i = 0; i < type->length_count && *checker.status == IPSO_OK; i++) {
        ipso__checker length = ipso__checker_child(parent, "lengths_min", i);

        ipso__expect(&length, type->lengths_min[i] > 0 && type->lengths_min[i] <= 480, "",
                     "%d min is outside 1 to 480 min", type->lengths_min[i]);
        ipso__expect(&length, type->lengths_min[i] % grid_min == 0, "",
                     "%d min is not a multiple of the %d min grid", type->lengths_min[i], grid_min);
        ipso__expect(&length, i == 0 || type->lengths_min[i] > type->lengths_min[i - 1], "",
                     "lengths do not rise");
    }
}

static void expect_type(const ipso__checker *parent, const ipso_practice *practice,
                        const ipso_type *type)
{
    ipso__checker checker = *parent, law = *parent;
    int grid_min = practice->horizon.grid_min;

    ipso__expect_id(&checker, "id", type->id);
    ipso__expect_text(&checker, "name", type->name);
    ipso__expect(&checker, (unsigned)type->care <= IPSO_CARE_OTHER, "care",
                 "care class %d is none of the known ones", (int)type->care);
    ipso__expect_int(&checker, "modes", type->modes, 1,
                     IPSO_MODE_SITE | IPSO_MODE_TELE | IPSO_MODE_HOME);
    ipso__expect_int(&checker, "travel_min", type->travel_min, 0, 240);
    ipso__expect_grid(&checker, "travel_min", type->travel_min, grid_min);
    expect_lengths(parent, type, grid_min);
    snprintf(law.where, sizeof law.where, "%.*s/service_time", IPSO_ERROR_WHERE_SIZE - 20,
             parent->where);
    ipso__expect_law(&law, &type->law);
    for (size_t i = 0; i < type->law_count; i++) {
        ipso__checker exception = ipso__checker_child(parent, "service_times", i);

        ipso__expect_index(&exception, "practitioner", type->laws[i].practitioner,
                           practice->practitioners.count, true);
        ipso__expect_index(&exception, "patient_class", type->laws[i].patient_class,
                           practice->classes.count, true);
        ipso__expect_law(&exception, &type->laws[i].law);
    }
    ipso__expect_int(&checker, "lead_min_days", type->lead_min_days, -1, 365);
    ipso__expect_int(&checker, "lead_max_days", type->lead_max_days, -1, 365);
    ipso__expect(&checker, type->unmet_points == -1 || type->unmet_points >= 0, "unmet_price",
                 "unmet_price is %lld, below 0", (long long)type->unmet_points);
    ipso__expect_int(&checker, "unmet_price", type->unmet_points, -1, IPSO_MAX_POINTS);
    ipso__expect_int(&checker, "target_per_week", type->target_per_week, 0, 1000);
    ipso__expect_points(&checker, "target_price", type->target_points);
}

/* What -1 asked for: defaults by care class. */
static void fill_type_defaults(ipso_type *type)
{
    static const int64_t unmet[] = {[IPSO_CARE_ACUTE] = 600,
                                    [IPSO_CARE_FOLLOW_UP] = 300,
                                    [IPSO_CARE_LONG] = 400,
                                    [IPSO_CARE_PREVENTION] = 200,
                                    [IPSO_CARE_OTHER] = 200};

    if (type->name == NULL)
        type->name = type->id;
    if (type->unmet_points == -1)
        type->unmet_points = unmet[type->care];
    if (type->lead_min_days == -1)
        type->lead_min_days = 0;
    if (type->lead_max_days == -1)
        type->lead_max_days = type->care == IPSO_CARE_ACUTE ? 0 : 6;
    if (type->lead_max_days < type->lead_min_days)
        type->lead_max_days = type->lead_min_days;
}

static bool copy_type(ipso__arena *arena, ipso_type *copy)
{
    ipso_type_law *laws = ipso__arena_copy(arena, copy->laws, copy->law_count, sizeof *laws);

    if (laws == NULL)
        return false;
    for (size_t i = 0; i < copy->law_count; i++)
        if (!ipso__copy_law(arena, &laws[i].law))
            return false;
    copy->laws = laws;
    copy->lengths_min = IPSO__COPIED(arena, copy->lengths_min, copy->length_count);
    return copy->lengths_min != NULL && ipso__copy_text(arena, &copy->id) &&
           ipso__copy_text(arena, &copy->name) && ipso__copy_who(arena, &copy->who) &&
           ipso__copy_law(arena, &copy->law);
}

ipso_status ipso_practice_add_type(ipso_practice *practice, const ipso_type *type, ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_type copy = *type;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/appointment_types/%zu", practice->types.count);
    expect_type(&checker, practice, type);
    ipso__expect(&checker,
                 type->lead_min_days < 0 || type->lead_max_days < 0 ||
                     type->lead_min_days <= type->lead_max_days,
                 "lead_max_days", "lead_max_days %d is below lead_min_days %d", type->lead_max_days,
                 type->lead_min_days);
    if (status != IPSO_OK)
        return status;
    fill_type_defaults(&copy);
    if (!copy_type(&practice->arena, &copy))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->types, &copy, sizeof copy, err);
}

static void expect_demand(const ipso__checker *parent, const ipso_practice *practice,
                          const ipso_demand *demand)
{
    ipso__checker checker = *parent;

    ipso__expect_index(&checker, "type", demand->type, practice->types.count, false);
    ipso__expect_index(&checker, "patient_class", demand->patient_class, practice->classes.count,
                       true);
    ipso__expect_index(&checker, "site", demand->site, practice->sites.count, true);
    ipso__expect(&checker, demand->days.weekdays <= IPSO_ALL_DAYS, "days", "an unknown day");
    ipso__expect_span(&checker, demand->start_min, demand->end_min);
    ipso__expect_number(&checker, "mean", demand->mean, 0, 500);
    ipso__expect_number(&checker, "per_1000_panel", demand->per_1000_panel, 0, 500);
    ipso__expect(&checker, (unsigned)demand->law <= IPSO_COUNT_NEGATIVE_BINOMIAL, "law",
                 "law %d is none of the known ones", (int)demand->law);
    if (demand->law == IPSO_COUNT_NEGATIVE_BINOMIAL)
        ipso__expect_number(&checker, "dispersion", demand->dispersion, 1, 100);
}

ipso_status ipso_practice_add_demand(ipso_practice *practice, const ipso_demand *demand,
                                     ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_demand copy = *demand;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/demand/%zu", practice->demand.count);
    expect_demand(&checker, practice, demand);
    if (status != IPSO_OK)
        return status;
    if (!ipso__copy_days(&practice->arena, &copy.days))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->demand, &copy, sizeof copy, err);
}

static void expect_windows(const ipso__checker *parent, const ipso_window *windows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const ipso_window *window = &windows[i];
        ipso__checker checker = ipso__checker_child(parent, "windows", i);

        ipso__expect_date(&checker, "first_day", window->first);
        ipso__expect_date(&checker, "last_day", window->last);
        ipso__expect(&checker, window->first <= window->last, "", "it ends before it begins");
        ipso__expect_span(&checker, window->start_min, window->end_min);
    }
}

static void expect_gaps(ipso__checker *checker, int min_gap_min, int max_gap_min)
{
    ipso__expect_int(checker, "min_gap_min", min_gap_min, 0, IPSO_MAX_DAYS * IPSO_DAY_MIN);
    ipso__expect(checker, max_gap_min >= min_gap_min, "max_gap_min",
                 "max_gap_min %d is below min_gap_min %d", max_gap_min, min_gap_min);
}

static void expect_request(const ipso__checker *parent, const ipso_practice *practice,
                           const ipso_request *request)
{
    ipso__checker checker = *parent;

    ipso__expect_id(&checker, "id", request->id);
    ipso__expect_id(&checker, "patient", request->patient);
    ipso__expect_index(&checker, "type", request->type, practice->types.count, false);
    ipso__expect_index(&checker, "patient_class", request->patient_class, practice->classes.count,
                       true);
    ipso__expect_index(&checker, "practitioner", request->practitioner,
                       practice->practitioners.count, true);
    ipso__expect(&checker, request->practitioner != IPSO_ANY || request->accepts_others,
                 "accepts_others",
                 "nobody may see a patient who has no own practitioner and "
                 "accepts no others");
    ipso__expect_index(&checker, "site", request->site, practice->sites.count, true);
    expect_windows(parent, request->windows, request->window_count);
    ipso__expect_int(&checker, "priority_percent", request->priority_percent, 1, 1000);
    ipso__expect_number(&checker, "no_show", request->no_show, 0, 1);
    if (request->wanted != 0)
        ipso__expect_date(&checker, "wanted", request->wanted);
    expect_gaps(&checker, request->min_gap_min, request->max_gap_min);
}

ipso_status ipso_practice_add_request(ipso_practice *practice, const ipso_request *request,
                                      ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_request copy = *request;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/requests/%zu", practice->requests.count);
    expect_request(&checker, practice, request);
    if (status != IPSO_OK)
        return status;
    copy.windows = IPSO__COPIED(&practice->arena, copy.windows, copy.window_count);
    if (copy.windows == NULL || !ipso__copy_text(&practice->arena, &copy.id) ||
        !ipso__copy_text(&practice->arena, &copy.patient))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->requests, &copy, sizeof copy, err);
}

/* What its patient accepts if it must move. */
static void expect_accepted(const ipso__checker *parent, const ipso_practice *practice,
                            const ipso_fixed *fixed)
{
    ipso__checker checker = *parent;

    expect_windows(parent, fixed->windows, fixed->window_count);
    ipso__expect_index(&checker, "own_practitioner", fixed->own_practitioner,
                       practice->practitioners.count, true);
    ipso__expect(&checker, fixed->own_practitioner != IPSO_ANY || fixed->accepts_others,
                 "accepts_others",
                 "nobody else may see a patient who has no own practitioner and accepts no others");
    ipso__expect_index(&checker, "wanted_site", fixed->wanted_site, practice->sites.count, true);
    ipso__expect_int(&checker, "accepted_modes", fixed->accepted_modes, 0,
                     IPSO_MODE_SITE | IPSO_MODE_TELE | IPSO_MODE_HOME);
    if (fixed->follows != NULL)
        ipso__expect_id(&checker, "follows", fixed->follows);
    expect_gaps(&checker, fixed->min_gap_min, fixed->max_gap_min);
}

static void expect_fixed(const ipso__checker *parent, const ipso_practice *practice,
                         const ipso_fixed *fixed)
{
    ipso__checker checker = *parent;
    int grid_min = practice->horizon.grid_min;

    ipso__expect_id(&checker, "id", fixed->id);
    ipso__expect_id(&checker, "patient", fixed->patient);
    ipso__expect_index(&checker, "type", fixed->type, practice->types.count, false);
    ipso__expect_index(&checker, "patient_class", fixed->patient_class, practice->classes.count,
                       true);
    ipso__expect_index(&checker, "practitioner", fixed->practitioner, practice->practitioners.count,
                       false);
    ipso__expect_index(&checker, "site", fixed->site, practice->sites.count, true);
    ipso__expect(&checker,
                 fixed->mode == IPSO_MODE_SITE || fixed->mode == IPSO_MODE_TELE ||
                     fixed->mode == IPSO_MODE_HOME,
                 "mode", "mode %u is not one of site, tele and home", fixed->mode);
    ipso__expect(&checker, fixed->site != IPSO_ANY || fixed->mode == IPSO_MODE_TELE, "site",
                 "an appointment without a site is a teleconsultation");
    ipso__expect_date(&checker, "date", fixed->date);
    ipso__expect_time(&checker, "start", fixed->start_min, 0, IPSO_DAY_MIN);
    ipso__expect_int(&checker, "length_min", fixed->length_min, 1, 480);
    ipso__expect_time_grid(&checker, "start", fixed->start_min, grid_min);
    ipso__expect_grid(&checker, "length_min", fixed->length_min, grid_min);
    ipso__expect_number(&checker, "no_show", fixed->no_show, 0, 1);
    if (*checker.status != IPSO_OK)
        return;
    ipso__expect(&checker,
                 (IPSO__ITEM(practice->types, ipso_type, fixed->type)->modes & fixed->mode) != 0,
                 "mode", "the appointment type is not held in this mode");
}

ipso_status ipso_practice_add_fixed(ipso_practice *practice, const ipso_fixed *fixed,
                                    ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_fixed copy = *fixed;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/fixed_appointments/%zu", practice->fixed.count);
    expect_fixed(&checker, practice, fixed);
    if (status == IPSO_OK)
        expect_accepted(&checker, practice, fixed);
    if (status != IPSO_OK)
        return status;
    copy.windows = IPSO__COPIED(&practice->arena, copy.windows, copy.window_count);
    if (copy.windows == NULL || !ipso__copy_text(&practice->arena, &copy.id) ||
        !ipso__copy_text(&practice->arena, &copy.patient) ||
        !ipso__copy_text(&practice->arena, &copy.follows))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->fixed, &copy, sizeof copy, err);
}
