/* Roster rules of place: R19, R24 and R25.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

/* The site of a day worked, IPSO_ANY when remote or off. */
static int site_of_day(const ipso__checking *checking, int practitioner, int day)
{
    const int *first = &checking->first_work[ipso__check_cell(checking, practitioner, day)];

    return first[1] > first[0] ? ipso__check_worked_duty(checking, first[0])->site : IPSO_ANY;
}

/* The site, IPSO_ANY when it is common: there nobody is at home. */
static int own_site(const ipso__checking *checking, int site)
{
    bool common = site != IPSO_ANY && ipso_practice_site(checking->practice, site)->common;

    return common ? IPSO_ANY : site;
}

/* Site change (R19): a day worked at another site than the last one worked at, common sites passed
 * over. Returns the last site of all. */
static int check_site_changes(ipso__checking *checking, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    int last = own_site(checking, person->history.last_site);

    for (int t = 0; t < checking->days; t++) {
        int site = own_site(checking, site_of_day(checking, practitioner, t));
        if (site == IPSO_ANY)
            continue;
        if (last != IPSO_ANY && site != last)
            ipso__check_charge(checking, IPSO_RULE_SITE_CHANGE, person->rules.site_change_points, 1,
                               ipso__check_pointer("practitioners", practitioner).text,
                               "%s changes from %s to %s on %s", person->name,
                               ipso__check_say_site(checking, last),
                               ipso__check_say_site(checking, site),
                               ipso__check_say_day(checking, t).text);
        last = site;
    }
    return last;
}

static int days_worked(const ipso__checking *checking, int practitioner)
{
    int days = 0;

    for (int t = 0; t < checking->days; t++)
        days += ipso__check_works(checking, practitioner, t);
    return days;
}

/* Activation (R24): once for who works at all, and once by the site last worked at. */
static void check_activation(ipso__checking *checking, int practitioner, int last)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    int64_t points = person->rules.activation_points;

    if (days_worked(checking, practitioner) == 0)
        return;
    for (size_t i = 0; i < person->site_count; i++)
        if (last != IPSO_ANY && person->sites[i].site == last) {
            points += person->sites[i].activation_points;
            break;
        }
    ipso__check_charge(checking, IPSO_RULE_ACTIVATION, points, 1,
                       ipso__check_pointer("practitioners", practitioner).text,
                       "%s works in the horizon", person->name);
}

/* Whether the practitioner works, or worked last before the horizon, at a site of the group. */
static bool was_in(const ipso__checking *checking, int practitioner, const char *group)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);

    for (int t = -1; t < checking->days; t++) {
        int site = t < 0 ? person->history.last_site : site_of_day(checking, practitioner, t);
        const ipso_site *there =
            site == IPSO_ANY ? NULL : ipso_practice_site(checking->practice, site);
        if (there != NULL && there->group != NULL && ipso__check_same_text(there->group, group))
            return true;
    }
    return false;
}

/* Whether no site before this one has its group. */
static bool names_group_first(const ipso__checking *checking, int index)
{
    const char *group = ipso_practice_site(checking->practice, index)->group;

    for (int s = 0; s < index && group != NULL; s++) {
        const char *other = ipso_practice_site(checking->practice, s)->group;
        if (other != NULL && ipso__check_same_text(other, group))
            return false;
    }
    return group != NULL;
}

/* Site groups (R25): groups of sites worked in, history's last site counted, at most max, and more
 * for who works on every day. */
static void check_site_groups(ipso__checking *checking, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    const ipso_limit *limit = &person->rules.site_groups;
    int64_t groups = 0, most = limit->max;

    if (limit->max == IPSO_NO_MAX)
        return;
    for (int s = 0; s < checking->sites; s++)
        groups += names_group_first(checking, s) &&
                  was_in(checking, practitioner, ipso_practice_site(checking->practice, s)->group);
    if (days_worked(checking, practitioner) == checking->days)
        most += person->rules.every_day_groups;
    ipso__check_charge(checking, IPSO_RULE_SITE_GROUPS, limit->points, groups - most,
                       ipso__check_pointer("practitioners", practitioner).text,
                       "%s is in %d groups of sites, more than %d", person->name, (int)groups,
                       (int)most);
}

void ipso__check_sites(ipso__checking *checking)
{
    for (int p = 0; p < checking->practitioners; p++) {
        check_activation(checking, p, check_site_changes(checking, p));
        check_site_groups(checking, p);
    }
}
