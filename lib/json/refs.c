/* The ids of a practice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/refs.h"

const char *ipso__ref_id(const ipso_practice *practice, ipso__ref ref, int index)
{
    switch (ref) {
    case IPSO__REF_SITE:
        return ipso_practice_site(practice, index)->id;
    case IPSO__REF_CLASS:
        return ipso_practice_class(practice, index)->id;
    case IPSO__REF_FAIR:
        return ipso_practice_fair(practice, index)->id;
    case IPSO__REF_PRACTITIONER:
        return ipso_practice_practitioner(practice, index)->id;
    case IPSO__REF_DUTY:
        return ipso_practice_duty(practice, index)->id;
    case IPSO__REF_TYPE:
        return ipso_practice_type(practice, index)->id;
    case IPSO__REF_REQUEST:
        return ipso_practice_request(practice, index)->id;
    case IPSO__REF_FIXED:
        return ipso_practice_fixed(practice, index)->id;
    }
    return "";
}

static int count_of(const ipso_practice *practice, ipso__ref ref)
{
    switch (ref) {
    case IPSO__REF_SITE:
        return ipso_practice_site_count(practice);
    case IPSO__REF_CLASS:
        return ipso_practice_class_count(practice);
    case IPSO__REF_FAIR:
        return ipso_practice_fair_count(practice);
    case IPSO__REF_PRACTITIONER:
        return ipso_practice_practitioner_count(practice);
    case IPSO__REF_DUTY:
        return ipso_practice_duty_count(practice);
    case IPSO__REF_TYPE:
        return ipso_practice_type_count(practice);
    case IPSO__REF_REQUEST:
        return ipso_practice_request_count(practice);
    case IPSO__REF_FIXED:
        return ipso_practice_fixed_count(practice);
    }
    return 0;
}

static bool collect(ipso__reader *reader, const ipso_practice *practice, ipso__ref ref)
{
    ipso__ids *ids = &reader->ids[ref];
    int count = count_of(practice, ref);

    if (!ipso__ids_reserve(ids, reader->arena, (size_t)count))
        return false;
    for (int i = 0; i < count; i++)
        ipso__ids_add(ids, ipso__ref_id(practice, ref, i), i);
    ipso__ids_sort(ids);
    return true;
}

void ipso__refs_collect(ipso__reader *reader, const ipso_practice *practice, unsigned kinds)
{
    bool ok = true;

    for (int ref = 0; ref < IPSO__REF_COUNT && ok; ref++)
        ok = (kinds >> ref & 1) == 0 || collect(reader, practice, (ipso__ref)ref);
    if (!ok)
        ipso__reader_nomem(reader);
}
