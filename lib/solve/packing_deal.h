/* Back from bins put together to the bins they were. Internal to the packing solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_DEAL_H
#define IPSO_SOLVE_PACKING_DEAL_H

#include "solve/packing_alike.h"

typedef struct ipso__packing_dealer ipso__packing_dealer;

/* NULL when out of memory; alike and the instance it was made of are borrowed. */
ipso__packing_dealer *ipso__packing_dealer_new(const ipso__packing_alike *alike,
                                               const ipso__packing *packing);
void ipso__packing_dealer_free(ipso__packing_dealer *dealer);

/* dealt, by option of the instance, becomes what x, by option of the packing of alike bins, places;
 * returns how many copies found no place. It is feasible when x is. */
int ipso__packing_deal(ipso__packing_dealer *dealer, const int *x, int *dealt);

#endif
