/* Columns of several instances as those of one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_master.h"

#include <stdlib.h>
#include <string.h>

enum { OF_ROW = IPSO__BASIS_OF_ROW, OF_PERSON = IPSO__BASIS_OF_PERSON };

static bool allocate(ipso__schedules_columns *whole, int count, int persons, int rows, int days)
{
    size_t columns = (size_t)count;
    *whole = (ipso__schedules_columns){.count = count};
    whole->basis_size = (size_t)rows * OF_ROW + (size_t)persons * OF_PERSON;
    whole->person = ipso__calloc(columns, sizeof *whole->person);
    whole->choice = ipso__calloc(columns, (size_t)days * sizeof *whole->choice);
    whole->share = ipso__calloc(columns, sizeof *whole->share);
    whole->status = ipso__calloc(columns, sizeof *whole->status);
    whole->basis = ipso__calloc(whole->basis_size, sizeof *whole->basis);
    return whole->person != NULL && whole->choice != NULL && whole->share != NULL &&
           whole->status != NULL && whole->basis != NULL;
}

static void add_part(ipso__schedules_columns *whole, const ipso__schedules_columns *part, int first,
                     int first_person, int days)
{
    size_t count = (size_t)part->count;
    if (count == 0)
        return;
    for (int i = 0; i < part->count; i++)
        whole->person[first + i] = first_person + part->person[i];
    memcpy(&whole->choice[(size_t)first * (size_t)days], part->choice,
           count * (size_t)days * sizeof *whole->choice);
    if (part->share != NULL)
        memcpy(&whole->share[first], part->share, count * sizeof *whole->share);
    if (part->status != NULL)
        memcpy(&whole->status[first], part->status, count);
}

/* Statuses of the persons and of the rows that count here. */
static void add_basis(ipso__schedules_columns *whole, const ipso__schedules_columns *part,
                      int first_person, int persons, const int *row_part, int number, int rows)
{
    size_t of_rows = (size_t)rows * OF_ROW;
    if (part->basis == NULL)
        return;
    for (size_t r = 0; r < (size_t)rows; r++)
        if (row_part[r] == number)
            memcpy(&whole->basis[r * OF_ROW], &part->basis[r * OF_ROW], OF_ROW);
    memcpy(&whole->basis[of_rows + (size_t)first_person * OF_PERSON], &part->basis[of_rows],
           (size_t)persons * OF_PERSON);
}

bool ipso__schedules_columns_join(ipso__schedules_columns *whole,
                                  const ipso__schedules_columns *parts, int part_count,
                                  const int *part_persons, const int *row_part, int rows, int days)
{
    int count = 0, persons = 0;
    for (int i = 0; i < part_count; i++) {
        count += parts[i].count;
        persons += part_persons[i];
    }
    if (!allocate(whole, count, persons, rows, days)) {
        ipso__schedules_columns_finish(whole);
        return false;
    }
    count = persons = 0;
    for (int i = 0; i < part_count; i++) {
        add_part(whole, &parts[i], count, persons, days);
        add_basis(whole, &parts[i], persons, part_persons[i], row_part, i, rows);
        count += parts[i].count;
        persons += part_persons[i];
    }
    return true;
}
