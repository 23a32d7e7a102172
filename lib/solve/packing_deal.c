/* Dealing the contents of bins put together out to the bins they were.
 *
 * Which option goes to which of the bins makes no difference to the value, so only the cells are to
 * be divided. One bin after the other is filled as far as what is left allows, with wide options
 * first: the narrow ones fit anywhere. How far is a question of sums of widths (bounded subset
 * sums, by dynamic programming): fewest[c][n] is how many of the width c are needed at least to
 * fill n cells with the widths up to c, widest first. When the last bin comes, what is left fits
 * unless cells were lost in the others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_deal.h"

#include "solve/packing_model.h"

#include <stdlib.h>
#include <string.h>

/* No bin holds options of more widths: 1 + 2 + ... + 141 is over IPSO__PACKING_MAX_CAPACITY. */
enum { MOST_WIDTHS = 141, NEVER = -1 };

/* An option of the packing of alike bins with the copies not dealt yet. */
typedef struct share {
    int option, width, left;
} share;

struct ipso__packing_dealer {
    const ipso__packing_alike *alike;
    const ipso__packing *packing;
    int *first;  /* by new bin: its shares begin at share[first[b]] */
    int *end;    /* by new bin */
    share *all;  /* placed options by new bin */
    int *fewest; /* MOST_WIDTHS rows of `cells` */
    int cells;   /* of the largest bin, and none */
    int *dealt;
    ipso__arena arena;
};

ipso__packing_dealer *ipso__packing_dealer_new(const ipso__packing_alike *alike,
                                               const ipso__packing *packing)
{
    const ipso__packing *whole = &alike->packing;
    ipso__packing_dealer *dealer = ipso__calloc(1, sizeof *dealer);
    if (dealer == NULL)
        return NULL;
    bool ok = true;
    dealer->alike = alike;
    dealer->packing = packing;
    for (int b = 0; b < packing->bin_count; b++)
        dealer->cells = packing->capacity[b] > dealer->cells ? packing->capacity[b] : dealer->cells;
    dealer->cells++;
    dealer->first = ipso__arena_room(&dealer->arena, whole->bin_count, sizeof(int), &ok);
    dealer->end = ipso__arena_room(&dealer->arena, whole->bin_count, sizeof(int), &ok);
    dealer->all = ipso__arena_room(&dealer->arena, whole->option_count, sizeof *dealer->all, &ok);
    dealer->fewest =
        ipso__arena_room(&dealer->arena, MOST_WIDTHS * dealer->cells, sizeof(int), &ok);
    if (ok)
        return dealer;
    ipso__packing_dealer_free(dealer);
    return NULL;
}

void ipso__packing_dealer_free(ipso__packing_dealer *dealer)
{
    if (dealer != NULL)
        ipso__arena_finish(&dealer->arena);
    free(dealer);
}

/* Sorts what x places by bin. */
static void list_shares(ipso__packing_dealer *dealer, const int *x)
{
    const ipso__packing *whole = &dealer->alike->packing;
    int at = 0;
    memset(dealer->end, 0, ((size_t)whole->bin_count + 1) * sizeof *dealer->end);
    for (int o = 0; o < whole->option_count; o++)
        dealer->end[whole->options[o].bin] += x[o] > 0;
    for (int b = 0; b < whole->bin_count; b++) {
        dealer->first[b] = at;
        at += dealer->end[b];
        dealer->end[b] = dealer->first[b];
    }
    for (int o = 0; o < whole->option_count; o++)
        if (x[o] > 0)
            dealer->all[dealer->end[whole->options[o].bin]++] =
                (share){.option = o, .width = whole->options[o].width, .left = x[o]};
}

/* Widest first; of one width those with most copies left, which must be spread. */
static int by_width(const void *a, const void *b)
{
    const share *left = a, *right = b;
    if (left->width != right->width)
        return left->width > right->width ? -1 : 1;
    if (left->left != right->left)
        return left->left > right->left ? -1 : 1;
    return (left->option > right->option) - (left->option < right->option);
}

/* Row `now` of fewest from the row before: one width more, of which there are so many. */
static void add_width(int *now, const int *before, int width, int copies, int room)
{
    for (int n = 0; n <= room; n++) {
        now[n] = NEVER;
        if (before != NULL ? before[n] != NEVER : n == 0)
            now[n] = 0;
        else if (n >= width && now[n - width] != NEVER && now[n - width] < copies)
            now[n] = now[n - width] + 1;
    }
}

/* Deals the first copies of a width, at most so many, to the k-th of the bins. */
static void deal_width(ipso__packing_dealer *dealer, share *shares, int count, int k, int copies)
{
    const ipso__packing_alike *alike = dealer->alike;
    for (int i = 0; i < count && copies > 0; i++) {
        int o = alike->copy[alike->first[shares[i].option] + k];
        int most = dealer->packing->options[o].limit;
        int taken = shares[i].left < most ? shares[i].left : most;
        taken = taken < copies ? taken : copies;
        dealer->dealt[o] += taken;
        shares[i].left -= taken;
        copies -= taken;
    }
}

/* Of the shares from first on, how many have its width; *copies what can go to one bin. */
static int same_width(const ipso__packing_dealer *dealer, const share *shares, int count,
                      int *copies)
{
    int i = 0;
    for (*copies = 0; i < count && shares[i].width == shares[0].width; i++) {
        const ipso__packing_alike *alike = dealer->alike;
        int most = dealer->packing->options[alike->copy[alike->first[shares[i].option]]].limit;
        *copies += shares[i].left < most ? shares[i].left : most;
    }
    return i;
}

/* Fills the k-th of the bins that went together with some of the shares, sorted. */
static void fill_bin(ipso__packing_dealer *dealer, share *shares, int count, int k, int room)
{
    int widths = 0, from[MOST_WIDTHS], copies;
    const int *row = NULL;
    for (int i = 0; i < count && widths < MOST_WIDTHS; widths++) {
        int *now = dealer->fewest + widths * dealer->cells;
        from[widths] = i;
        i += same_width(dealer, shares + i, count - i, &copies);
        add_width(now, row, shares[from[widths]].width, copies, room);
        row = now;
    }
    while (row != NULL && row[room] == NEVER)
        room--;
    while (widths-- > 0) {
        int taken = dealer->fewest[widths * dealer->cells + room];
        room -= taken * shares[from[widths]].width;
        deal_width(dealer, shares + from[widths], count - from[widths], k, taken);
    }
}

/* Deals out the contents of one bin; returns the copies left. */
static int deal_bin(ipso__packing_dealer *dealer, share *shares, int count)
{
    const ipso__packing_alike *alike = dealer->alike;
    int one = shares[0].option, *copy = alike->copy + alike->first[one], left = 0;
    for (int k = 0; k < alike->first[one + 1] - alike->first[one]; k++) {
        qsort(shares, (size_t)count, sizeof *shares, by_width);
        int bin = dealer->packing->options[copy[k]].bin;
        fill_bin(dealer, shares, count, k, dealer->packing->capacity[bin]);
        int kept = 0;
        for (int i = 0; i < count; i++)
            if (shares[i].left > 0)
                shares[kept++] = shares[i];
        count = kept;
    }
    for (int i = 0; i < count; i++)
        left += shares[i].left;
    return left;
}

int ipso__packing_deal(ipso__packing_dealer *dealer, const int *x, int *dealt)
{
    int left = 0;
    dealer->dealt = dealt;
    memset(dealt, 0, (size_t)dealer->packing->option_count * sizeof *dealt);
    list_shares(dealer, x);
    for (int b = 0; b < dealer->alike->packing.bin_count; b++)
        if (dealer->end[b] > dealer->first[b])
            left +=
                deal_bin(dealer, dealer->all + dealer->first[b], dealer->end[b] - dealer->first[b]);
    return left;
}
