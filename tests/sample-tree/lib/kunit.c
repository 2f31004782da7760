// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the suites which registered themselves, and reports in KTAP.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <kunit/test.h>
#include <linux/mm.h>

/* Something to undo at the end of a case. */
struct kunit_action {
	void (*fn)(void *ctx);
	void *ctx;
	struct kunit_action *next;
};

static struct kunit_suite *suites;
static jmp_buf case_end;

void kunit_register(struct kunit_suite *suite)
{
	struct kunit_suite **last = &suites;

	while (*last)
		last = &(*last)->next;
	*last = suite;
}

static void comment(const char *fmt, va_list args)
{
	printf("    # ");
	vprintf(fmt, args);
	printf("\n");
}

void kunit_info(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	comment(fmt, args);
	va_end(args);
}

void kunit_check(struct kunit *test, bool ok, bool fatal, const char *file,
		 int line, const char *expr, const char *fmt, ...)
{
	va_list args;

	if (ok)
		return;
	test->status = KUNIT_FAILURE;
	printf("    # %s: not so at %s:%d: %s\n", test->name, file, line,
	       expr);
	va_start(args, fmt);
	if (*fmt)
		comment(fmt, args);
	va_end(args);
	if (fatal)
		longjmp(case_end, 1);
}

void kunit_mark_skipped(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	test->status = KUNIT_SKIPPED;
	va_start(args, fmt);
	comment(fmt, args);
	va_end(args);
}

void kunit_skip(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	test->status = KUNIT_SKIPPED;
	va_start(args, fmt);
	comment(fmt, args);
	va_end(args);
	longjmp(case_end, 1);
}

int kunit_add_action(struct kunit *test, void (*fn)(void *), void *ctx)
{
	struct kunit_action *action = kmalloc(sizeof(*action), GFP_KERNEL);

	if (!action)
		return -ENOMEM;
	*action = (struct kunit_action) { fn, ctx, test->actions };
	test->actions = action;
	return 0;
}

int kunit_add_action_or_reset(struct kunit *test, void (*fn)(void *),
			      void *ctx)
{
	int err = kunit_add_action(test, fn, ctx);

	if (err)
		fn(ctx);
	return err;
}

static void free_object(void *p)
{
	kfree(p);
}

void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	void *p = kmalloc(size, gfp);

	if (p && kunit_add_action_or_reset(test, free_object, p))
		return NULL;
	return p;
}

/* What kunit_vm_mmap() mapped. */
struct mapping {
	unsigned long addr;
	unsigned long len;
};

static void unmap(void *ctx)
{
	struct mapping *mapping = ctx;

	vm_munmap(mapping->addr, mapping->len);
	kfree(mapping);
}

unsigned long kunit_vm_mmap(struct kunit *test, struct file *file,
			    unsigned long addr, unsigned long len,
			    unsigned long prot, unsigned long flag,
			    unsigned long offset)
{
	struct mapping *mapping = kmalloc(sizeof(*mapping), GFP_KERNEL);

	if (!mapping)
		return 0;
	mapping->len = PAGE_ALIGN(len);
	mapping->addr = vm_map_anonymous(mapping->len);
	if (!mapping->addr) {
		kfree(mapping);
		return 0;
	}
	if (kunit_add_action_or_reset(test, unmap, mapping))
		return 0;
	return mapping->addr;
}

static void undo_actions(struct kunit *test)
{
	while (test->actions) {
		struct kunit_action *action = test->actions;

		test->actions = action->next;
		action->fn(action->ctx);
		kfree(action);
	}
}

/* Leaks are failures here: the kernel has kmemleak for that. */
static void check_leaks(struct kunit *test, unsigned long pages,
			unsigned long objects)
{
	kunit_check(test, pages_in_use() == pages, false, test->name, 0,
		    "every page given back", "");
	kunit_check(test, kmalloc_outstanding() == objects, false, test->name,
		    0, "every object freed", "");
	kunit_check(test, !page_ref_errors && !warnings, false, test->name, 0,
		    "no reference dropped twice, no warning", "");
	page_ref_errors = 0;
	warnings = 0;
}

static bool run_case(struct kunit_suite *suite, struct kunit_case *c,
		     const void *param, const char *desc)
{
	struct kunit test = { .name = c->name, .param_value = param };
	unsigned long objects = kmalloc_outstanding();
	unsigned long pages = pages_in_use();

	if (!setjmp(case_end)) {
		if (suite->init && suite->init(&test))
			test.status = KUNIT_FAILURE;
		else
			c->run_case(&test);
	}
	if (suite->exit && !setjmp(case_end))
		suite->exit(&test);
	undo_actions(&test);
	check_leaks(&test, pages, objects);

	printf("    %s %s%s%s%s\n",
	       test.status == KUNIT_FAILURE ? "not ok" : "ok", c->name,
	       *desc ? ": " : "", desc,
	       test.status == KUNIT_SKIPPED ? " # SKIP" : "");
	return test.status != KUNIT_FAILURE;
}

static int run_params(struct kunit_suite *suite, struct kunit_case *c)
{
	char desc[KUNIT_PARAM_DESC_SIZE] = "";
	const void *param = NULL;
	int failed = 0;

	if (!c->generate_params)
		return !run_case(suite, c, NULL, desc);
	while ((param = c->generate_params(param, desc)))
		failed += !run_case(suite, c, param, desc);
	return failed;
}

static int run_suite(struct kunit_suite *suite)
{
	struct kunit_case *c;
	int failed = 0;

	printf("    # Subtest: %s\n", suite->name);
	if (suite->suite_init && suite->suite_init(suite)) {
		failed = 1;
	} else {
		for (c = suite->test_cases; c->run_case; c++)
			failed += run_params(suite, c);
	}
	if (suite->suite_exit)
		suite->suite_exit(suite);
	printf("%s %s\n", failed ? "not ok" : "ok", suite->name);
	return failed;
}

/* Returns how many cases failed. */
int kunit_run_all(void)
{
	struct kunit_suite *suite;
	int failed = 0;

	printf("KTAP version 1\n");
	for (suite = suites; suite; suite = suite->next)
		failed += run_suite(suite);
	return failed;
}
