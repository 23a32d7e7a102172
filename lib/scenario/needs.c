/* Needs of a panel: their sums, and the week's demand and requests made of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/needs.h"

const ipso__no_shows ipso__programme_no_shows = {.next_day = 20, .this_week = 27, .later = 34};
const ipso_no_show_share ipso__programme_shares[IPSO__PROGRAMME_LEADS] = {
    {0, 0.008}, {1, 0.02}, {7, 0.027}, {8, 0.034}};

int64_t ipso__need_of(const ipso__needs *needs, int portion, int kind)
{
    const ipso__portion *of = &needs->portions[portion];
    int64_t each = needs->base[kind];
    for (int b = 0; b < IPSO__MAX_BRICKS; b++)
        each += (of->bricks & 1u << b) != 0 ? needs->bricks[b][kind] : 0;
    return each * of->patients;
}

int ipso__needs_panel(const ipso__needs *needs)
{
    int patients = 0;
    for (int i = 0; i < needs->portion_count; i++)
        patients += needs->portions[i].patients;
    return patients;
}

/* Hundredths of a patient a week of a type: of one portion, or (-1) of all that are known. */
static int64_t week_of(const ipso__needs *needs, int portion, int kind)
{
    int64_t tenths = 0;
    for (int i = 0; i < needs->portion_count; i++) {
        if (i == portion || (portion < 0 && needs->portions[i].known))
            tenths += ipso__need_of(needs, i, kind);
    }
    return 10 * tenths / IPSO__NEED_WEEKS;
}

/* What is not known of a portion's need: less its part of the requests. */
static int64_t forecast_of(const ipso__needs *needs, int portion, int kind)
{
    int64_t week = week_of(needs, portion, kind), known = week_of(needs, -1, kind);
    if (!needs->portions[portion].known || known == 0)
        return week;
    return week - 100 * (int64_t)needs->requested[kind] * week / known;
}

static void add_forecast(ipso__build *build, int site, const ipso__opening *opening,
                         const ipso__needs *needs, ipso__kind kind)
{
    bool panelled = needs->by_panel && ipso__kind_given_by(kind, "gp");
    bool together = needs->by_panel && kind == IPSO__ACUTE;
    ipso__share share = {
        .kind = kind, .patient_class = IPSO_ANY, .panel = panelled ? ipso__needs_panel(needs) : 0};
    for (int i = 0; i < needs->portion_count; i++) {
        share.hundredths += forecast_of(needs, i, kind);
        if (together)
            continue;
        share.patient_class = needs->portions[i].patient_class;
        share.always = !needs->by_panel && share.patient_class != IPSO_ANY;
        ipso__add_share(build, site, opening, &share);
        share.hundredths = 0;
    }
    if (together)
        ipso__add_share(build, site, opening, &share);
}

void ipso__add_needs(ipso__build *build, int site, const ipso__opening *opening,
                     const ipso__needs *needs)
{
    ipso__load loads[IPSO__KIND_COUNT] = {{0, 0, 0}};
    build->needs = needs;
    for (int kind = 0; kind < IPSO__KIND_COUNT; kind++) {
        if ((needs->kinds & 1u << kind) != 0)
            add_forecast(build, site, opening, needs, (ipso__kind)kind);
        loads[kind].requested = needs->requested[kind];
    }
    ipso__add_requests(build, site, false, loads);
}
