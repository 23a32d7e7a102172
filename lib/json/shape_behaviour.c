/* Shapes of the practice document: how patients and practitioners behave.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape_fields.h"

INIT(ipso_behaviour)
INIT(ipso_care_behaviour)
INIT(ipso_class_behaviour)
INIT(ipso_journey)
INIT(ipso_journey_step)

static const ipso__field no_show_fields[] = {
    REQUIRED(ipso_no_show_share, "lead_days", INT, lead_days),
    REQUIRED(ipso_no_show_share, "share", NUMBER, share),
};
static const ipso__shape no_show_shape = {"a no-show share", sizeof(ipso_no_show_share), NULL,
                                          no_show_fields, COUNT(no_show_fields)};

static const ipso__field care_fields[] = {
    REQUIRED_WORD(ipso_care_behaviour, "care", WORD, care, ipso__care_words),
    SCALAR(ipso_care_behaviour, "ahead_days", NUMBER, ahead_days),
    SCALAR(ipso_care_behaviour, "patience_days", NUMBER, patience_days),
    SCALAR(ipso_care_behaviour, "accepts_others", NUMBER, accepts_others),
    SCALAR(ipso_care_behaviour, "accepts_tele", NUMBER, accepts_tele),
    SCALAR(ipso_care_behaviour, "follow_up", NUMBER, follow_up),
    SCALAR(ipso_care_behaviour, "follow_up_days", NUMBER, follow_up_days),
};
static const ipso__shape care_shape = {"a care behaviour", sizeof(ipso_care_behaviour),
                                       init_ipso_care_behaviour, care_fields, COUNT(care_fields)};

static const ipso__field class_fields[] = {
    REQUIRED_REF(ipso_class_behaviour, "patient_class", patient_class, CLASS),
    REQUIRED(ipso_class_behaviour, "panel_share", NUMBER, panel_share),
    SCALAR(ipso_class_behaviour, "visits_factor", NUMBER, visits_factor),
    SCALAR(ipso_class_behaviour, "no_show_factor", NUMBER, no_show_factor),
};
static const ipso__shape class_shape = {"a class behaviour", sizeof(ipso_class_behaviour),
                                        init_ipso_class_behaviour, class_fields,
                                        COUNT(class_fields)};

static const ipso__field step_fields[] = {
    REQUIRED(ipso_journey_step, "id", STRING, id),
    LIST(ipso_journey_step, "after", STRINGS, after, after_count),
    REF(ipso_journey_step, "type", type, TYPE),
    SCALAR(ipso_journey_step, "outside", STRING, outside),
    SCALAR(ipso_journey_step, "days", INT, days),
    SCALAR(ipso_journey_step, "minutes", INT, minutes),
};
static const ipso__shape step_shape = {"a step of a journey", sizeof(ipso_journey_step),
                                       init_ipso_journey_step, step_fields, COUNT(step_fields)};

static const ipso__field journey_fields[] = {
    REQUIRED(ipso_journey, "id", STRING, id),
    SCALAR(ipso_journey, "name", NAME, name),
    REF(ipso_journey, "patient_class", patient_class, CLASS),
    REF(ipso_journey, "practitioner", practitioner, PRACTITIONER),
    SCALAR(ipso_journey, "accepts_others", BOOL, accepts_others),
    SCALAR(ipso_journey, "accepts_tele", BOOL, accepts_tele),
    SCALAR(ipso_journey, "start_days", INT, start_days),
    {.key = "steps",
     .kind = IPSO__FIELD_OBJECTS,
     .required = true,
     .offset = offsetof(ipso_journey, steps),
     .count_offset = offsetof(ipso_journey, step_count),
     .shape = &step_shape},
};
static const ipso__shape journey_shape = {"a journey", sizeof(ipso_journey), init_ipso_journey,
                                          journey_fields, COUNT(journey_fields)};

static const ipso__field behaviour_fields[] = {
    LIST(ipso_behaviour, "hours", NUMBERS, hours, hour_count),
    LIST(ipso_behaviour, "weekdays", NUMBERS, weekdays, weekday_count),
    LIST(ipso_behaviour, "months", NUMBERS, months, month_count),
    SCALAR(ipso_behaviour, "dispersion", NUMBER, dispersion),
    OBJECTS(ipso_behaviour, "no_shows", no_shows, no_show_count, no_show_shape),
    SCALAR(ipso_behaviour, "cancelled", NUMBER, cancelled),
    SCALAR(ipso_behaviour, "rebooked", NUMBER, rebooked),
    SCALAR(ipso_behaviour, "early_min", NUMBER, early_min),
    SCALAR(ipso_behaviour, "early_sd_min", NUMBER, early_sd_min),
    SCALAR(ipso_behaviour, "ill", NUMBER, ill),
    SCALAR(ipso_behaviour, "ill_days", NUMBER, ill_days),
    OBJECTS(ipso_behaviour, "cares", cares, care_count, care_shape),
    OBJECTS(ipso_behaviour, "classes", classes, class_count, class_shape),
    OBJECTS(ipso_behaviour, "journeys", journeys, journey_count, journey_shape),
};
const ipso__shape ipso__behaviour_shape = {"behaviour", sizeof(ipso_behaviour), init_ipso_behaviour,
                                           behaviour_fields, COUNT(behaviour_fields)};
