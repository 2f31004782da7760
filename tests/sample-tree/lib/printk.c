// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/printk.h>

unsigned int warnings;

void printk(const char *fmt, ...)
{
	va_list args;

	if (!getenv("PRINTK"))
		return;
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(printk);

void bug_at(const char *file, int line)
{
	fprintf(stderr, "BUG at %s:%d\n", file, line);
	abort();
}
EXPORT_SYMBOL(bug_at);

bool warn_at(const char *file, int line)
{
	fprintf(stderr, "WARNING at %s:%d\n", file, line);
	warnings++;
	return true;
}
EXPORT_SYMBOL(warn_at);
