/* Shrinkage of groups towards what they have in common: one-way random effects.
 *
 *     raw[j] = centre + effect[j] + error[j],   Var effect = between,  Var error[j] = variance[j]
 *
 * With a[j] = 1 / variance[j], m the mean of raw weighted by a, Q = sum a[j] (raw[j] - m)^2 and
 * c = sum a - sum a^2 / sum a, the moment estimate of between is (Q - (J - 1)) / c (DerSimonian &
 * Laird 1986). It is often 0 or below although groups differ, by less than it can tell: with none
 * of them different its standard deviation is sqrt(2 (J - 1)) / c. So much is taken to be there,
 *
 *     between = max(Q - (J - 1), sqrt(2 (J - 1))) / c,
 *
 * so that no group, however well known, is drawn wholly to the others. One group alone says nothing
 * of between: it is the centre. Nor do sparse groups: a single event where a tenth was expected is
 * ten times too many, by chance in one group of ten.
 *
 * The centre is the mean weighted by 1 / (between + variance[j]); a group is drawn towards it by
 * the best linear predictor (Buehlmann 1967; Efron & Morris 1975):
 *
 *     fitted[j] = weight[j] raw[j] + (1 - weight[j]) centre,  weight = between / (between +
 * variance)
 *
 * For Poisson counts, whose ratio to what was expected has variance proportional to the mean, the
 * same two lines are the method of moments of Marshall (1991) and the posterior mean of the
 * gamma-Poisson model (Clayton & Kaldor 1987).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/pool.h"

#include <math.h>
#include <stdbool.h>

static bool has_data(const ipso__group *group)
{
    return group->variance >= 0;
}

static bool tells_differences(const ipso__group *group)
{
    return has_data(group) && !group->sparse;
}

static double between_variance(const ipso__group *groups, size_t count)
{
    double sum = 0, squares = 0, weighted = 0, q = 0, spread;
    int known = 0;

    for (size_t j = 0; j < count; j++) {
        double a = 1 / groups[j].variance;

        if (!tells_differences(&groups[j]))
            continue;
        known++;
        sum += a;
        squares += a * a;
        weighted += a * groups[j].raw;
    }
    for (size_t j = 0; j < count; j++)
        if (tells_differences(&groups[j])) {
            double off = groups[j].raw - weighted / sum;

            q += off * off / groups[j].variance;
        }
    spread = known < 2 ? 0 : sum - squares / sum;
    return spread > 0 ? fmax(q - (known - 1), sqrt(2.0 * (known - 1))) / spread : 0;
}

static void find_centre(ipso__pool_centre *centre, const ipso__group *groups, size_t count,
                        double prior, double prior_share)
{
    double sum = 0, weighted = 0;

    for (size_t j = 0; j < count; j++)
        if (has_data(&groups[j])) {
            double weight = 1 / (centre->between + groups[j].variance);

            sum += weight;
            weighted += weight * groups[j].raw;
        }
    centre->raw = sum > 0 ? weighted / sum : NAN;
    centre->fitted = prior_share * prior;
    centre->error = 0;
    if (sum > 0) {
        centre->fitted += (1 - prior_share) * centre->raw;
        centre->error = sqrt((1 - prior_share) / sum);
    }
}

void ipso__pool(ipso__pool_centre *centre, ipso__group *groups, size_t count, double prior,
                double prior_share)
{
    centre->between = between_variance(groups, count);
    find_centre(centre, groups, count, prior, prior_share);
    for (size_t j = 0; j < count; j++) {
        ipso__group *group = &groups[j];
        const double own = fmax(0, group->variance), centred = centre->error * centre->error;
        double rest;

        group->weight = has_data(group) ? centre->between / (centre->between + own) : 0;
        rest = 1 - group->weight;
        group->fitted = centre->fitted;
        if (group->weight > 0)
            group->fitted += group->weight * (group->raw - centre->fitted);
        group->error =
            sqrt(group->weight * group->weight * own + rest * rest * (centre->between + centred));
    }
}
