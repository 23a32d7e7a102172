/* A program outside the project that uses the installed library.
 *
 * usage: consumer VERSION
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/civil.h>
#include <ipsosched/status.h>

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    ipso_date easter_monday;
    if (argc != 2 || strcmp(ipso_version(), argv[1]) != 0) {
        fprintf(stderr, "the library is version %s\n", ipso_version());
        return 1;
    }
    if (!ipso_date_parse(&easter_monday, "2026-04-06"))
        return 1;
    puts(ipso_calendar_holiday(IPSO_CALENDAR_FR, easter_monday));
    return 0;
}
