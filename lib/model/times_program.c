/* The integer program of the times stage.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/times_program.h"

#include "model/needs.h"
#include "model/options.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NAME_SIZE 200

int64_t ipso__delay_points(const ipso_practice *practice, const ipso_slot *slot)
{
    int patient_class = IPSO_ANY;
    if (slot->use == IPSO_SLOT_FIXED)
        patient_class = ipso_practice_fixed(practice, slot->fixed)->patient_class;
    else if (slot->use == IPSO_SLOT_BOOKED)
        patient_class = ipso_practice_request(practice, slot->request)->patient_class;
    else if (slot->use == IPSO_SLOT_OPEN && slot->demand != IPSO_ANY)
        patient_class = ipso_practice_demand(practice, slot->demand)->patient_class;
    double overrun = ipso__overrun_min(practice, slot->type, slot->practitioner, patient_class,
                                       slot->length_min);
    return ipso__round_points((double)ipso_practice_weights(practice)->delay_points * overrun);
}

static void band_name(const ipso_practice *practice, const ipso__bands *bands, int band,
                      char text[NAME_SIZE])
{
    const ipso__sitting *sitting = ipso__band_sitting(bands, band);
    char date[IPSO_DATE_SIZE], time[IPSO_TIME_SIZE];
    ipso_date_format(ipso_practice_horizon(practice)->first_day + sitting->day, date);
    ipso_time_format(bands->bands[band].start_min, time);
    snprintf(text, NAME_SIZE, "%.150s,%s,%s",
             ipso_practice_practitioner(practice, sitting->practitioner)->id, date, time);
}

/* Delay (T1) within one band of n slots:
 *
 *     first[i,k]  binary: slot i is k-th, k = 0 .. n-1, at delay[i] x (n - 1 - k)
 *     for each slot i:      sum over k of first[i,k]  =  1
 *     for each position k:  sum over i of first[i,k]  =  1
 *
 * The slot in position k delays the n - 1 - k behind it. An assignment problem: its relaxation is
 * integral. Columns are named "first(<practitioner>,<day>,<band start>,<slot>,<k>)", rows
 * "slot(...)" and "position(...)". terms has room for n. */
static void add_band(ipso__program *program, const char *name, const ipso__timed *slots, int count,
                     ipso__term *terms)
{
    int first_column = ipso__program_column_count(program);
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < count; k++)
            ipso__program_add_column(program, (double)slots[i].delay * (count - 1 - k), 0, 1, true,
                                     "first(%s,%d,%d)", name, i, k);
    }
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < count; k++)
            terms[k] = (ipso__term){first_column + i * count + k, 1};
        ipso__program_add_row(program, 1, 1, terms, (size_t)count, "slot(%s,%d)", name, i);
    }
    for (int k = 0; k < count; k++) {
        for (int i = 0; i < count; i++)
            terms[i] = (ipso__term){first_column + i * count + k, 1};
        ipso__program_add_row(program, 1, 1, terms, (size_t)count, "position(%s,%d)", name, k);
    }
}

ipso_status ipso__times_program(ipso__program **program, const ipso_practice *practice,
                                const ipso__bands *bands, const ipso__timed *slots, int slot_count,
                                int64_t base, ipso_error *err)
{
    ipso__program *made = ipso__program_new("times");
    ipso__term *terms = ipso__calloc((size_t)slot_count, sizeof *terms);
    if (made != NULL && terms != NULL) {
        ipso__program_add_constant(made, (double)base);
        for (int i = 0, next; i < slot_count; i = next) {
            char name[NAME_SIZE];
            for (next = i + 1; next < slot_count && slots[next].band == slots[i].band;)
                next++;
            band_name(practice, bands, slots[i].band, name);
            add_band(made, name, &slots[i], next - i, terms);
        }
    }
    bool ok = made != NULL && terms != NULL;
    free(terms);
    ipso_status status = ok ? ipso__program_status(made, err) : ipso__fail_nomem(err);
    if (status != IPSO_OK) {
        ipso__program_free(made);
        return status;
    }
    *program = made;
    return IPSO_OK;
}
