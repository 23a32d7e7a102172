/* Whole files or none: written under a temporary name beside the target, then renamed. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_BASE_FILE_H
#define IPSO_BASE_FILE_H

#include <ipsosched/status.h>

#include <stdio.h>

typedef struct ipso__file {
    FILE *stream; /* write here */
    char *temporary, *path;
} ipso__file;

/* Opens a temporary file beside path. IPSO_IO when it cannot be made. */
ipso_status ipso__file_begin(ipso__file *file, const char *path, ipso_error *err);

/* Flushes to the disk and renames over path; on failure nothing is left behind and path is as it
 * was. */
ipso_status ipso__file_commit(ipso__file *file, ipso_error *err);

/* Drops what was written. */
void ipso__file_abandon(ipso__file *file);

#endif
