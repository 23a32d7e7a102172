/* The joint bound, person by person.
 *
 * At given prices the bound is a sum over people (joint_relax.c). Many needs are for one person
 * alone: requests that accept nobody else, targets. Their prices need not be the same for all of
 * that person's schedules: with f(s) the least cost of p's schedule s and of the slots in it, needs
 * of others at their prices,
 *
 *     term of p = max over own prices of min over s of L(s)  <=  min over s of max over own prices
 *                                                                of L(s)  <=  min over s of f(s),
 *
 * and the middle is as good a bound as the left, which mixes schedules of which each would serve
 * the same request. It is approached by branch and bound: a node is the schedules that some bans
 * leave, with own prices of its own, climbed as all prices are; the node of the least bound is
 * split by whether an option (or a day off) is worked that its relaxation is least sure of. The
 * least bound of a person's nodes replaces the person's term.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNSURE     0.02 /* least share that an option and its absence must have to be split by */
#define STEP       0.5
#define RENEW_STEP 0.2  /* of a node whose prices were good for others of the root */
#define LAST_STEP  2e-3 /* of a node that is not to be split */
#define HOPE       0.02 /* share of the bound, divided among people */
#define ROUNDING   1e-8 /* more than the sums of a bound are rounded by, as a share of it */

/* Whose nodes have gained less is passed by: a share of the bound where they are counted at other
 * prices; of the best gain of anybody where they are split, but for every few rounds. */
#define LEAST_GAIN  3e-5
#define LEAST_SHARE 0.2

enum { STEPS = 25, FIRST_STEPS = 20, FEW_STEPS = 6 };
enum { MOST_NODES = 400, TRIES = 3, ROUNDS = 8, NONE = -1 };

typedef struct node {
    double bound, step;
    uint8_t *banned; /* per option, then per day off */
    int64_t *price;  /* of the person's own rows */
    int day, option; /* to be split by; option NONE: the day off; day NONE: not to be split */
} node;

typedef struct person {
    int *rows; /* own rows */
    int row_count;
    int entries; /* of banned */
    node *nodes;
    int node_count;
    size_t node_room;
    double base;   /* the person's part at the root's prices, with what is nobody's */
    double gained; /* most that the least node was above it */
    double recent; /* that of the last splits, by which it rose */
    bool done;
} person;

struct ipso__branching {
    ipso__joint *joint;
    int first, every; /* the people that are looked at */
    person *people;
    double *stretch; /* of the own rows of one person, 0 elsewhere */
    double *whole;   /* that of the joint's prices, meanwhile */
    double root;     /* the bound of all at the root's prices */
    int rounds;
    ipso__arena arena;
};

typedef ipso__branching branching;

/* ---- own rows ---- */

/* owner[row]: the person whose bins alone serve the row; NONE: nobody's, or several people's. */
static void find_owners(const ipso__joint *joint, int *owner)
{
    const ipso__packing *packing = &joint->packing.packing;
    enum { UNSEEN = -2 };
    for (int r = 0; r < packing->row_count; r++)
        owner[r] = UNSEEN;
    for (int i = 0; i < packing->option_count; i++) {
        const ipso__packing_option *option = &packing->options[i];
        int p = joint->roster->options[joint->option_of_bin[option->bin]].practitioner;
        for (int k = 0; k < option->row_count; k++) {
            int *of = &owner[option->rows[k]];
            *of = *of == UNSEEN || *of == p ? p : NONE;
        }
    }
}

static bool list_rows(branching *b)
{
    const ipso__joint *joint = b->joint;
    int rows = joint->packing.packing.row_count, people = joint->roster->people;
    int *owner = ipso__arena_alloc(&b->arena, (size_t)rows + 1, sizeof *owner);
    if (owner == NULL)
        return false;
    find_owners(joint, owner);
    for (int r = 0; r < rows; r++)
        if (owner[r] >= 0 && joint->prices.stretch[r] > 0)
            b->people[owner[r]].row_count++;
    for (int p = 0; p < people; p++) {
        person *one = &b->people[p];
        one->rows = ipso__arena_alloc(&b->arena, (size_t)one->row_count + 1, sizeof *one->rows);
        if (one->rows == NULL)
            return false;
        one->done = one->row_count == 0;
        one->entries =
            joint->schedules.persons[p].first[joint->roster->days] + joint->roster->days + 1;
        one->row_count = 0;
    }
    for (int r = 0; r < rows; r++)
        if (owner[r] >= 0 && joint->prices.stretch[r] > 0) {
            person *one = &b->people[owner[r]];
            one->rows[one->row_count++] = r;
        }
    return true;
}

/* ---- nodes ---- */

/* The option or day off whose share is furthest from 0 and 1. */
static void find_split(const ipso__joint *joint, int p, node *n)
{
    const ipso__schedules_person *who = &joint->schedules.persons[p];
    double best = UNSURE;
    n->day = NONE;
    for (int t = 0; t < joint->roster->days; t++) {
        double off = 1;
        for (int k = who->first[t]; k <= who->first[t + 1]; k++) {
            bool last = k == who->first[t + 1];
            double share = last ? off : joint->share[joint->columns.option[p][k]];
            off -= last ? 0 : share;
            if (fmin(share, 1 - share) > best) {
                best = fmin(share, 1 - share);
                n->day = t;
                n->option = last ? NONE : k;
            }
        }
    }
}

static void take_own_prices(branching *b, const person *one, const int64_t *price)
{
    ipso__joint_set_prices(b->joint, b->joint->root);
    for (int i = 0; i < one->row_count; i++)
        b->joint->prices.now[one->rows[i]] = price[i];
}

/* Climbs a node of p from the prices it has; its bound is at least what it was. */
static ipso_status climb(branching *b, int p, node *n, int steps, ipso_error *err)
{
    ipso__joint *joint = b->joint;
    person *one = &b->people[p];
    ipso__joint_climb part = {.steps = steps,
                              .until = 1,
                              .step = n->step,
                              .brisk = true,
                              .hope = HOPE * fmax(1, fabs(joint->bound)) / joint->roster->people};
    take_own_prices(b, one, n->price);
    ipso__joint_take_person(joint, p, n->banned);
    for (int i = 0; i < one->row_count; i++)
        b->stretch[one->rows[i]] = b->whole[one->rows[i]];
    joint->prices.stretch = b->stretch;
    ipso_status status = ipso__joint_climb_part(joint, &part, err);
    joint->prices.stretch = b->whole;
    for (int i = 0; i < one->row_count; i++) {
        b->stretch[one->rows[i]] = 0;
        n->price[i] = joint->prices.best[one->rows[i]];
    }
    n->step = part.step;
    n->bound = part.none ? INFINITY : fmax(n->bound, part.bound);
    find_split(joint, p, n);
    return status;
}

/* A node with the bans and prices of node `from`; below 0: none, and those of the root. */
static node *add_node(branching *b, person *one, int from)
{
    if (!ipso__grow(&one->nodes, &one->node_room, (size_t)one->node_count + 1, sizeof *one->nodes))
        return NULL;
    node *made = &one->nodes[one->node_count];
    *made = (node){.bound = -INFINITY, .step = STEP, .day = NONE};
    made->banned = ipso__arena_alloc(&b->arena, (size_t)one->entries, sizeof *made->banned);
    made->price = ipso__arena_alloc(&b->arena, (size_t)one->row_count + 1, sizeof *made->price);
    if (made->banned == NULL || made->price == NULL)
        return NULL;
    for (int i = 0; i < one->row_count; i++)
        made->price[i] = from >= 0 ? one->nodes[from].price[i] : b->joint->root[one->rows[i]];
    if (from >= 0) {
        made->bound = one->nodes[from].bound;
        made->step = one->nodes[from].step;
        memcpy(made->banned, one->nodes[from].banned, (size_t)one->entries);
    }
    one->node_count++;
    return made;
}

/* Bans the option (or day off), or all that could be in its place. */
static void ban(const ipso__joint *joint, int p, node *n, int day, int option, bool others)
{
    const ipso__schedules_person *who = &joint->schedules.persons[p];
    int off = who->first[joint->roster->days] + day;
    for (int k = who->first[day]; k < who->first[day + 1]; k++)
        n->banned[k] |= others ? k != option : k == option;
    n->banned[off] |= others ? option != NONE : option == NONE;
}

static int least_node(const person *one)
{
    int best = 0;
    for (int i = 1; i < one->node_count; i++)
        if (one->nodes[i].bound < one->nodes[best].bound)
            best = i;
    return best;
}

/* Splits the node of the least bound in two: the second takes its place. */
static ipso_status split(branching *b, int p, ipso_error *err)
{
    person *one = &b->people[p];
    int at = least_node(one), day = one->nodes[at].day, option = one->nodes[at].option;
    if (day == NONE || one->node_count >= MOST_NODES) {
        one->done = one->nodes[at].step < LAST_STEP;
        return one->done ? IPSO_OK : climb(b, p, &one->nodes[at], STEPS, err);
    }
    node *without = add_node(b, one, at);
    if (without == NULL)
        return ipso__fail_nomem(err);
    without->step = one->nodes[at].step = fmin(STEP, 2 * without->step);
    ban(b->joint, p, without, day, option, false);
    ban(b->joint, p, &one->nodes[at], day, option, true);
    ipso_status status = climb(b, p, without, STEPS, err);
    return status == IPSO_OK ? climb(b, p, &one->nodes[at], STEPS, err) : status;
}

/* The first node. */
static ipso_status begin_person(branching *b, int p, ipso_error *err)
{
    node *whole = add_node(b, &b->people[p], -1);
    if (whole == NULL)
        return ipso__fail_nomem(err);
    whole->bound = b->people[p].base;
    return climb(b, p, whole, FIRST_STEPS, err);
}

/* ---- all people ---- */

/* The bound at the root's prices once more, and everybody's part of it: what the bound would be if
 * the others had no terms. */
static ipso_status note_parts(branching *b, ipso_error *err)
{
    ipso__joint *joint = b->joint;
    ipso__joint_climb root = {.steps = 1, .until = 1, .step = STEP};
    ipso__joint_open(joint);
    ipso__joint_set_prices(joint, joint->root);
    ipso_status status = ipso__joint_climb_part(joint, &root, err);
    double rest = root.bound + ROUNDING * fmax(1, fabs(root.bound));
    for (int p = 0; p < joint->schedules.person_count; p++)
        rest -= joint->part[p];
    for (int p = 0; p < joint->roster->people; p++)
        b->people[p].base = rest + joint->part[p];
    b->root = root.bound;
    return status;
}

/* What the least node of a person is above its part. */
static double gain_of(const person *one)
{
    return one->node_count > 0 ? fmax(0, one->nodes[least_node(one)].bound - one->base) : 0;
}

/* The nodes of p at other prices than before: all are counted, the least one climbs. */
static ipso_status renew_person(branching *b, int p, ipso_error *err)
{
    person *one = &b->people[p];
    ipso_status status = IPSO_OK;
    bool passed = one->gained < LEAST_GAIN * fabs(b->root);
    one->done = one->row_count == 0;
    for (int i = 0; i < one->node_count && status == IPSO_OK; i++) {
        one->nodes[i].bound = one->base;
        one->nodes[i].step = RENEW_STEP;
        if (!passed)
            status = climb(b, p, &one->nodes[i], 1, err);
    }
    for (int i = 0; i < one->node_count && status == IPSO_OK && !passed; i++) {
        node *least = &one->nodes[least_node(one)];
        if (least->step < LAST_STEP)
            break;
        status = climb(b, p, least, FEW_STEPS, err);
    }
    one->gained = fmax(one->gained, gain_of(one));
    return status;
}

static bool is_over(const ipso__joint *joint, double share)
{
    return joint->stopped || ipso__joint_used(joint) >= share;
}

ipso_status ipso__branching_begin(ipso__branching *b, ipso_error *err)
{
    ipso_status status = note_parts(b, err);
    for (int p = b->first; p < b->joint->roster->people && status == IPSO_OK; p += b->every)
        status = renew_person(b, p, err);
    return status;
}

/* The sum of what people's least nodes are above their parts. */
double ipso__branching_gained(const ipso__branching *b)
{
    double sum = 0;
    for (int p = b->first; p < b->joint->roster->people; p += b->every)
        sum += gain_of(&b->people[p]);
    return sum;
}

double ipso__branching_root(const ipso__branching *b)
{
    return b->root;
}

/* Whether p is to be split in this round: it is new, gains much, or has waited. */
static bool is_promising(const branching *b, const person *one, double most)
{
    return one->node_count <= TRIES || b->rounds % ROUNDS == 0 || one->recent >= LEAST_SHARE * most;
}

/* A split, or the first node. */
static ipso_status advance(branching *b, int p, ipso_error *err)
{
    person *one = &b->people[p];
    double before = gain_of(one);
    ipso_status status = one->node_count == 0 ? begin_person(b, p, err) : split(b, p, err);
    double after = gain_of(one);
    one->recent = (one->recent + after - before) / 2;
    one->gained = fmax(one->gained, after);
    return status;
}

/* A split, or the first node, for all who promise something, in turn; *more: there is anybody. */
static ipso_status go_round(branching *b, double share, bool *more, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    double most = 0;
    *more = false;
    for (int p = b->first; p < b->joint->roster->people; p += b->every)
        most = fmax(most, b->people[p].recent);
    b->rounds++;
    for (int p = b->first; p < b->joint->roster->people && status == IPSO_OK; p += b->every) {
        if (b->people[p].done || is_over(b->joint, share))
            continue;
        *more = true;
        if (is_promising(b, &b->people[p], most))
            status = advance(b, p, err);
    }
    return status;
}

ipso_status ipso__branching_run(ipso__branching *b, double share, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    bool more = true;
    while (status == IPSO_OK && more && !is_over(b->joint, share) &&
           b->root + ipso__branching_gained(b) < b->joint->enough)
        status = go_round(b, share, &more, err);
    ipso__joint_open(b->joint);
    return status;
}

/* ---- frame ---- */

ipso_status ipso__branching_new(ipso__branching **made, ipso__joint *joint, int first, int every,
                                ipso_error *err)
{
    size_t people = (size_t)joint->roster->people, rows = (size_t)joint->prices.count;
    branching *b = ipso__calloc(1, sizeof *b);
    if (b == NULL)
        return ipso__fail_nomem(err);
    *b =
        (branching){.joint = joint, .first = first, .every = every, .whole = joint->prices.stretch};
    b->people = ipso__arena_alloc(&b->arena, people + 1, sizeof *b->people);
    b->stretch = ipso__arena_alloc(&b->arena, rows + 1, sizeof *b->stretch);
    if (b->people == NULL || b->stretch == NULL || !list_rows(b)) {
        ipso__branching_free(b);
        return ipso__fail_nomem(err);
    }
    *made = b;
    return IPSO_OK;
}

void ipso__branching_free(ipso__branching *b)
{
    if (b == NULL)
        return;
    for (int p = 0; b->people != NULL && p < b->joint->roster->people; p++)
        free(b->people[p].nodes);
    ipso__arena_finish(&b->arena);
    free(b);
}

ipso_status ipso__joint_branch(ipso__joint *joint, double share, ipso_error *err)
{
    branching *b;
    if (joint->people == NULL || joint->bound == -INFINITY)
        return IPSO_OK;
    ipso_status status = ipso__branching_new(&b, joint, 0, 1, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__branching_begin(b, err);
    if (status == IPSO_OK)
        status = ipso__branching_run(b, share, err);
    if (status == IPSO_OK)
        joint->bound = fmax(joint->bound, b->root + ipso__branching_gained(b));
    ipso__branching_free(b);
    return status;
}
