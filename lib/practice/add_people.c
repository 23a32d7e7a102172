/* Adding sites, patient classes, fair rules and practitioners.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/copy.h"
#include "practice/expect.h"

static void expect_hours(const ipso__checker *parent, const char *field, const ipso_hours *hours,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ipso__checker checker = ipso__checker_child(parent, field, i);

        ipso__expect(&checker, hours[i].days != 0 && hours[i].days <= IPSO_ALL_DAYS, "days",
                     "no day is named");
        ipso__expect_span(&checker, hours[i].start_min, hours[i].end_min);
    }
}

static void expect_ranges(const ipso__checker *parent, const char *field,
                          const ipso_date_range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ipso__checker checker = ipso__checker_child(parent, field, i);

        ipso__expect_date(&checker, "from", ranges[i].first);
        ipso__expect_date(&checker, "to", ranges[i].last);
        ipso__expect(&checker, ranges[i].first <= ranges[i].last, "", "it ends before it begins");
    }
}

ipso_status ipso_practice_add_site(ipso_practice *practice, const ipso_site *site, ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_site copy = *site;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/sites/%zu", practice->sites.count);
    ipso__expect_id(&checker, "id", site->id);
    ipso__expect_text(&checker, "name", site->name);
    expect_hours(&checker, "hours", site->hours, site->hours_count);
    expect_ranges(&checker, "closures", site->closures, site->closure_count);
    ipso__expect_int(&checker, "rooms", site->rooms, IPSO_ANY, 1000);
    ipso__expect_price(&checker, "rooms_price", site->rooms_points);
    ipso__expect_text(&checker, "group", site->group);
    if (status != IPSO_OK)
        return status;

    if (copy.name == NULL)
        copy.name = copy.id;
    copy.hours = IPSO__COPIED(&practice->arena, site->hours, site->hours_count);
    copy.closures = IPSO__COPIED(&practice->arena, site->closures, site->closure_count);
    if (!ipso__copy_text(&practice->arena, &copy.id) ||
        !ipso__copy_text(&practice->arena, &copy.name) ||
        !ipso__copy_text(&practice->arena, &copy.group) || copy.hours == NULL ||
        copy.closures == NULL)
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->sites, &copy, sizeof copy, err);
}

ipso_status ipso_practice_add_class(ipso_practice *practice,
                                    const ipso_patient_class *patient_class, ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_patient_class copy = *patient_class;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/patient_classes/%zu", practice->classes.count);
    ipso__expect_id(&checker, "id", patient_class->id);
    ipso__expect_text(&checker, "name", patient_class->name);
    ipso__expect_number(&checker, "time_factor", patient_class->time_factor, 0.25, 4);
    if (status != IPSO_OK)
        return status;
    if (copy.name == NULL)
        copy.name = copy.id;
    if (!ipso__copy_text(&practice->arena, &copy.id) ||
        !ipso__copy_text(&practice->arena, &copy.name))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->classes, &copy, sizeof copy, err);
}

ipso_status ipso_practice_add_fair(ipso_practice *practice, const ipso_fair *fair, ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_fair copy = *fair;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/fair_turns/%zu", practice->fair.count);
    ipso__expect_id(&checker, "id", fair->id);
    ipso__expect(&checker, (unsigned)fair->turn <= IPSO_TURN_KIND, "turn",
                 "turn %d is none of the known ones", (int)fair->turn);
    if (fair->turn == IPSO_TURN_KIND)
        ipso__expect_id(&checker, "kind", fair->kind);
    ipso__expect_points(&checker, "price", fair->points);
    if (status != IPSO_OK)
        return status;
    if (!ipso__copy_text(&practice->arena, &copy.id) ||
        !ipso__copy_text(&practice->arena, &copy.kind) ||
        !ipso__copy_who(&practice->arena, &copy.who))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->fair, &copy, sizeof copy, err);
}

static void expect_rules(const ipso__checker *parent, const ipso_roster_rules *rules)
{
    ipso__checker checker = *parent;

    ipso__expect_int(&checker, "rules/duties_per_day", rules->duties_per_day, 1, 2);
    ipso__expect_int(&checker, "rules/split_gap_min", rules->split_gap_min, 0, IPSO_DAY_MIN);
    ipso__expect_int(&checker, "rules/rest_min", rules->rest_min, 0, IPSO_DAY_MIN);
    ipso__expect_price(&checker, "rules/rest_price", rules->rest_points);
    ipso__expect_limit(&checker, "rules/week_minutes", &rules->week_minutes);
    ipso__expect_limit(&checker, "rules/horizon_minutes", &rules->horizon_minutes);
    ipso__expect_limit(&checker, "rules/week_days", &rules->week_days);
    ipso__expect_limit(&checker, "rules/run_days", &rules->run_days);
    ipso__expect_limit(&checker, "rules/run_off_days", &rules->run_off_days);
    ipso__expect_limit(&checker, "rules/weekends", &rules->weekends);
    ipso__expect(&checker, rules->run_days.max >= 1, "rules/run_days",
                 "run_days: max %d is below 1", rules->run_days.max);
    ipso__expect_price(&checker, "rules/supervision_price", rules->supervision_points);
    ipso__expect_points(&checker, "rules/site_change_price", rules->site_change_points);
    ipso__expect_limit(&checker, "rules/site_groups", &rules->site_groups);
    ipso__expect_int(&checker, "rules/every_day_groups", rules->every_day_groups, 0, 1000);
    ipso__expect_points(&checker, "rules/activation_price", rules->activation_points);
}

static void expect_wishes(const ipso__checker *parent, const ipso_practice *practice,
                          const ipso_practitioner *practitioner)
{
    for (size_t i = 0; i < practitioner->wish_count; i++) {
        const ipso_wish *wish = &practitioner->wishes[i];
        ipso__checker checker = ipso__checker_child(parent, "wishes", i);

        ipso__expect_text(&checker, "kind", wish->kind);
        ipso__expect_index(&checker, "site", wish->site, practice->sites.count, true);
        ipso__expect_points(&checker, "price", wish->points);
        ipso__expect(&checker, wish->days.weekdays <= IPSO_ALL_DAYS, "days", "an unknown day");
    }
}

static void expect_history(const ipso__checker *parent, const ipso_practice *practice,
                           const ipso_history *history)
{
    ipso__checker checker = *parent;

    ipso__expect_int(&checker, "history/run_days", history->run_days, 0, 366);
    ipso__expect_int(&checker, "history/run_off_days", history->run_off_days, 0, 100000);
    ipso__expect(&checker, history->run_days == 0 || history->run_off_days == 0, "history",
                 "the eve of the horizon is both worked and off");
    ipso__expect_int(&checker, "history/last_end_min", history->last_end_min, 0, IPSO_DAY_MIN);
    ipso__expect_text(&checker, "history/last_kind", history->last_kind);
    ipso__expect_index(&checker, "history/last_site", history->last_site, practice->sites.count,
                       true);
    ipso__expect_int(&checker, "history/week_minutes", history->week_minutes, 0, 7 * IPSO_DAY_MIN);
    ipso__expect_int(&checker, "history/week_days", history->week_days, 0, 6);
    for (size_t i = 0; i < history->turn_count; i++) {
        ipso__checker turn = ipso__checker_child(parent, "history/turns", i);

        ipso__expect_index(&turn, "fair_turns", history->turns[i].fair_rule, practice->fair.count,
                           false);
        ipso__expect_int(&turn, "turns", history->turns[i].turns, 0, 10000);
        ipso__expect_int(&turn, "weeks", history->turns[i].weeks, 0, 520);
        ipso__expect_int(&turn, "days", history->turns[i].days, 0, 3640);
    }
}

static void expect_practitioner(const ipso__checker *parent, const ipso_practice *practice,
                                const ipso_practitioner *practitioner)
{
    ipso__checker checker = *parent;

    ipso__expect_id(&checker, "id", practitioner->id);
    ipso__expect_text(&checker, "name", practitioner->name);
    ipso__expect_id(&checker, "role", practitioner->role);
    for (size_t i = 0; i < practitioner->skill_count; i++) {
        ipso__checker skill = ipso__checker_child(parent, "skills", i);

        ipso__expect_id(&skill, "", practitioner->skills[i]);
    }
    for (size_t i = 0; i < practitioner->site_count; i++) {
        ipso__checker site = ipso__checker_child(parent, "sites", i);

        ipso__expect_index(&site, "site", practitioner->sites[i].site, practice->sites.count,
                           false);
        ipso__expect_points(&site, "price", practitioner->sites[i].points);
        ipso__expect_points(&site, "activation_price", practitioner->sites[i].activation_points);
    }
    ipso__expect_int(&checker, "share_percent", practitioner->share_percent, 1, 100);
    expect_ranges(parent, "leave", practitioner->leave, practitioner->leave_count);
    expect_hours(parent, "availability", practitioner->availability,
                 practitioner->availability_count);
    ipso__expect_number(&checker, "pace", practitioner->pace, 0.5, 2);
    ipso__expect_int(&checker, "panel", practitioner->panel, 0, 100000);
    expect_wishes(parent, practice, practitioner);
    expect_history(parent, practice, &practitioner->history);
    expect_rules(parent, &practitioner->rules);
}

static bool copy_wishes(ipso__arena *arena, ipso_practitioner *copy)
{
    ipso_wish *wishes = ipso__arena_copy(arena, copy->wishes, copy->wish_count, sizeof *wishes);

    if (wishes == NULL)
        return false;
    for (size_t i = 0; i < copy->wish_count; i++)
        if (!ipso__copy_days(arena, &wishes[i].days) || !ipso__copy_text(arena, &wishes[i].kind))
            return false;
    copy->wishes = wishes;
    return true;
}

static bool copy_practitioner(ipso__arena *arena, ipso_practitioner *copy)
{
    copy->sites = IPSO__COPIED(arena, copy->sites, copy->site_count);
    copy->leave = IPSO__COPIED(arena, copy->leave, copy->leave_count);
    copy->availability = IPSO__COPIED(arena, copy->availability, copy->availability_count);
    copy->supervisors = IPSO__COPIED(arena, copy->supervisors, copy->supervisor_count);
    copy->history.turns = IPSO__COPIED(arena, copy->history.turns, copy->history.turn_count);
    return copy->sites != NULL && copy->leave != NULL && copy->availability != NULL &&
           copy->supervisors != NULL && copy->history.turns != NULL &&
           ipso__copy_text(arena, &copy->id) && ipso__copy_text(arena, &copy->name) &&
           ipso__copy_text(arena, &copy->role) &&
           ipso__copy_texts(arena, &copy->skills, copy->skill_count) &&
           ipso__copy_text(arena, &copy->history.last_kind) && copy_wishes(arena, copy);
}

ipso_status ipso_practice_add_practitioner(ipso_practice *practice,
                                           const ipso_practitioner *practitioner, ipso_error *err)
{
    ipso_status status = ipso__practice_open(practice, err);
    ipso_practitioner copy = *practitioner;
    ipso__checker checker;

    if (status != IPSO_OK)
        return status;
    ipso__checker_init(&checker, err, &status, "/practitioners/%zu", practice->practitioners.count);
    expect_practitioner(&checker, practice, practitioner);
    if (status != IPSO_OK)
        return status;
    if (copy.name == NULL)
        copy.name = copy.id;
    if (!copy_practitioner(&practice->arena, &copy))
        return ipso__fail_nomem(err);
    return ipso__list_append(&practice->practitioners, &copy, sizeof copy, err);
}
