/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/types.h>

void bug_at(const char *file, int line) __attribute__((__noreturn__));
bool warn_at(const char *file, int line);

/* How many warnings were given: a test which causes one fails. */
extern unsigned int warnings;

#define BUG() bug_at(__FILE__, __LINE__)
#define BUG_ON(cond) do { if (cond) BUG(); } while (0)
#define WARN_ON(cond) ((cond) ? warn_at(__FILE__, __LINE__) : false)
#define WARN_ON_ONCE(cond) WARN_ON(cond)
#define VM_BUG_ON_PAGE(cond, page) BUG_ON(cond)
#define BUILD_BUG_ON(cond) _Static_assert(!(cond), #cond)

#endif /* _LINUX_BUG_H */
