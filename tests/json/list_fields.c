/* Prints every field that the readers of documents accept, a line "<document> <object> <field>"
 * with "required" or "optional" behind it, and the words it may be; schema_test.py compares them
 * with the schemas and docs/formats.md.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/sections.h"
#include "json/shape_agenda.h"
#include "json/shape_appointments.h"
#include "json/shape_plan.h"

#include <stdio.h>
#include <string.h>

/* "a fixed appointment" -> "fixed_appointment". */
static void print_name(const char *what)
{
    if (strncmp(what, "the operation ", 14) == 0)
        what += 14;
    else if (strncmp(what, "a ", 2) == 0 || strncmp(what, "an ", 3) == 0)
        what = strchr(what, ' ') + 1;
    for (; *what != '\0'; what++)
        putchar(*what == ' ' || *what == '-' ? '_' : *what);
}

static void print_shape(const char *document, const ipso__shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const ipso__field *field = &shape->fields[i];
        printf("%s ", document);
        print_name(shape->what);
        printf(" %s %s", field->key, field->required ? "required" : "optional");
        for (int j = 0; field->words != NULL && j < field->words->count; j++)
            printf(" %s", field->words->names[j]);
        putchar('\n');
        if (field->shape != NULL)
            print_shape(document, field->shape);
    }
}

int main(void)
{
    static const ipso__shape *const answers[] = {
        &ipso__ask_shape,         &ipso__offer_shape,         &ipso__why_shape,
        &ipso__entry_shape,       &ipso__event_shape,         &ipso__placed_event_shape,
        &ipso__block_event_shape, &ipso__release_event_shape, &ipso__waiting_shape,
        &ipso__absence_shape,     &ipso__opening_shape};

    for (int i = 0; i < IPSO__PRACTICE_KEY_COUNT; i++)
        printf("practice practice %s optional\n", ipso__practice_keys[i]);
    for (int i = 0; i < IPSO__SECTION_COUNT; i++)
        print_shape("practice", ipso__sections[i].shape);
    print_shape("practice", &ipso__horizon_shape);
    print_shape("practice", &ipso__extended_shape);
    print_shape("practice", &ipso__weights_shape);
    print_shape("practice", &ipso__booking_shape);
    print_shape("practice", &ipso__behaviour_shape);
    print_shape("practice", &ipso__rules_shape);
    print_shape("practice", &ipso__duty_rule_shape);
    for (int i = 0; i < IPSO__PLAN_KEY_COUNT; i++)
        printf("plan plan %s optional\n", ipso__plan_keys[i]);
    print_shape("plan", &ipso__stage_shape);
    print_shape("plan", &ipso__joint_shape);
    print_shape("plan", &ipso__assignment_shape);
    print_shape("plan", &ipso__slot_shape);
    print_shape("plan", &ipso__unplaced_shape);
    for (int i = 0; i < IPSO_OPERATION_COUNT; i++)
        print_shape("agenda-operation", &ipso__operation_shapes[i]);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        print_shape("agenda-answer", answers[i]);
    for (int i = 0; i < IPSO__APPOINTMENTS_KEY_COUNT; i++)
        printf("appointments appointments %s optional\n", ipso__appointments_keys[i]);
    print_shape("appointments", &ipso__past_appointment_shape);
    return 0;
}
