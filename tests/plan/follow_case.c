/* A practice that follows a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/follow_case.h"

#include "support/test.h"

void a_follow_case(follow_case *c)
{
    draft *both[] = {&c->before, &c->after};

    for (int i = 0; i < 2; i++) {
        a_draft(both[i]);
        roster_alone(both[i]);
        both[i]->work_count = 0;
    }
    start_on(&c->after, 7);
    c->planned = c->next = NULL;
    c->plan = c->empty = NULL;
}

ipso_status follow_on(follow_case *c, ipso_date published_until, ipso_error *err)
{
    ipso_past *past = NULL;
    ipso_status status;

    build(&c->before, &c->planned, &c->plan);
    build(&c->after, &c->next, &c->empty);
    ipso_error_init(err);
    assert_int_equal(ipso_past_new(&past, c->plan, err), IPSO_OK);
    status = ipso_practice_follow(c->next, past, published_until, err);
    ipso_past_free(past);
    return status;
}

void follow_well(follow_case *c, ipso_date published_until)
{
    ipso_error err;

    if (follow_on(c, published_until, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
}

const ipso_history *history_of(const follow_case *c, int practitioner)
{
    return &ipso_practice_practitioner(c->next, practitioner)->history;
}

void end_follow_case(follow_case *c)
{
    ipso_plan_free(c->plan);
    ipso_plan_free(c->empty);
    ipso_practice_free(c->planned);
    ipso_practice_free(c->next);
}

void expect_run(const ipso_history *history, int worked, int off)
{
    assert_int_equal(history->run_days, worked);
    assert_int_equal(history->run_off_days, off);
}

void expect_turns(const ipso_history *history, size_t entry, int turns, int weeks, int days)
{
    assert_true(entry < history->turn_count);
    assert_int_equal(history->turns[entry].turns, turns);
    assert_int_equal(history->turns[entry].weeks, weeks);
    assert_int_equal(history->turns[entry].days, days);
}

void fair_in_both(follow_case *c, ipso_turn turn)
{
    with_fair(&c->before, turn);
    with_fair(&c->after, turn);
}

int set_up_follow_case(void **state)
{
    static follow_case the_case;

    a_follow_case(&the_case);
    *state = &the_case;
    return 0;
}

int tear_down_follow_case(void **state)
{
    end_follow_case(*state);
    return 0;
}
