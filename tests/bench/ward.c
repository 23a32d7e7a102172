/* The ward of the tests of physician instances.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ward.h"

#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const WARD[] = {
    "numDepartments=2;",
    "numStations=3;",
    "stationDepartment=array1d(0..numStations,[0,2,1,2]);",
    "stationCommon=array1d(0..numStations,[true,true,false,false]);",
    "numShifts=2;",
    "shiftLength=array1d(0..numShifts,[0,7,24]);",
    "forbiddenSequences=array1d(0..numShifts,[{},{},{1,2,3,4}]);",
    "numSkills=2;",
    "preferenceWeight=5; riskWeight=10; persWeight=50; stationWeight=500; rbWeight=0;",
    "numSubsum=1; subDepartment=[1]; subSkills=[{1}];",
    "numPers=3;",
    "stationPrefs=array3d(1..numPers,0..numStations,0..numSkills,",
    "[0,0,0, 0,2,0, 0,0,0, 0,0,0, 0,0,0, 0,0,0, 0,1,0, 0,0,4, 0,0,0, 0,0,0, 0,0,0, 0,0,3]);",
    "histShiftLastDay=[0,0,2]; histConsecutiveWorkDays=[0,0,0]; histLastStationWorked=[2,2,0];",
    "maxHoursWeek=[48,50,50]; forbiddenDays=[{},{},{1}];",
    "persRequireWork=[false,true,false]; persRisk=[true,false,true]; indexNight={};",
};
enum { WARD_LINES = sizeof WARD / sizeof WARD[0], STATIONS = 3, SHIFTS = 2, SKILLS = 2 };

static int demand_of(int station, int shift, int day, int skill)
{
    return shift == 1 && ((station == 1 && day == 1 && skill == 1) ||
                          (station == 2 && skill == 1) || (station == 3 && day == 2 && skill == 2));
}

char *ward_text(int days, int line, const char *replacement)
{
    char *text = calloc(16384, 1), *at = text;
    assert_non_null(text);
    for (int i = 0; i < WARD_LINES; i++)
        at += sprintf(at, "%s\n", i + 1 == line ? replacement : WARD[i]);
    at += sprintf(at, "numDays=%d;\nsubDemand=array2d(1..1,1..numDays,[", days);
    for (int t = 1; t <= days; t++)
        at += sprintf(at, "%s%d", t > 1 ? "," : "", t == 1);
    at += sprintf(at, "]);\ndemand=array4d(0..3,0..2,1..numDays,0..2,[0");
    for (int s = 0; s <= STATIONS; s++)
        for (int k = 0; k <= SHIFTS; k++)
            for (int t = 1; t <= days; t++)
                for (int q = 0; q <= SKILLS; q++)
                    if (s + k + t + q > 1) /* the first is written */
                        at += sprintf(at, ",%d", demand_of(s, k, t, q));
    sprintf(at, "]);\n");
    return text;
}

physicians *ward(int days)
{
    char *text = ward_text(days, 0, "");
    physicians *instance = NULL;
    ipso_error err;
    ipso_error_init(&err);
    if (physicians_read(&instance, text, strlen(text), &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    free(text);
    return instance;
}
