/* What every document has: its size, its text, its "format". Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_DOCUMENT_H
#define IPSO_JSON_DOCUMENT_H

#include "json/reader.h"

/* Parses a document, reporting through reader unless it is an object of that format. */
bool ipso__document_parse(ipso__reader *reader, ipso__json *root, const char *text, size_t length,
                          const char *format);

#endif
