/* Rules of the times stage: T1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

/* Whether the slot at index j is later in the session of the slot at index i. */
static bool later_in_session(const ipso__checking *checking, int i, int j)
{
    return checking->slot_session[j] == checking->slot_session[i] &&
           ipso_plan_slot(checking->plan, j)->start_min >
               ipso_plan_slot(checking->plan, i)->start_min;
}

/* Delay (T1): each slot passes its expected overrun on to every later slot of its session. One
 * finding a day of work. Slots of a cell are in the order of their starts, so those of a session
 * lie together but for overlaps; a session has a few dozen at most. */
static void check_delay(ipso__checking *checking, int practitioner, int day)
{
    int64_t price = ipso_practice_weights(checking->practice)->delay_points;
    int cell = ipso__check_cell(checking, practitioner, day);
    int past = checking->first_slot[cell + 1];
    int64_t points = 0, pairs = 0;

    for (int i = checking->first_slot[cell]; i < past; i++) {
        int64_t pays = ipso__check_nearest((double)price * checking->overrun_min[i]);
        int64_t later = 0;
        if (pays == 0 || checking->slot_session[i] < 0)
            continue;
        for (int j = i + 1; j < past; j++)
            later += later_in_session(checking, i, j);
        points += pays * later;
        pairs += later;
    }
    ipso__check_pay(checking, IPSO_RULE_DELAY, pairs, points,
                    ipso__check_pointer("practitioners", practitioner).text,
                    "the slots of %s on %s delay one another",
                    ipso__check_say_name(checking, practitioner),
                    ipso__check_say_day(checking, day).text);
}

void ipso__check_times(ipso__checking *checking)
{
    for (int p = 0; p < checking->practitioners; p++)
        for (int t = 0; t < checking->days; t++)
            check_delay(checking, p, t);
}
