/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KUnit for userspace: as much of its interface as suites commonly use.
 *
 * A suite names itself with kunit_test_suites(); `make kunit` links all of them
 * into one program, which runs every case and reports in KTAP. A failed
 * expectation lets its case go on, a failed assertion ends it.
 */
#ifndef _KUNIT_TEST_H
#define _KUNIT_TEST_H

#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#define KUNIT_PARAM_DESC_SIZE 128

enum kunit_status { KUNIT_SUCCESS, KUNIT_FAILURE, KUNIT_SKIPPED };

struct file;
struct kunit_action;

/**
 * struct kunit - a running case
 * @name: name of the case
 * @priv: for the suite's own use
 * @param_value: the parameter of a parameterised case
 * @status: how it went so far
 * @actions: what is to be undone at its end, last first
 */
struct kunit {
	const char *name;
	void *priv;
	const void *param_value;
	enum kunit_status status;
	struct kunit_action *actions;
};

/**
 * struct kunit_case - a case of a suite
 * @run_case: the function
 * @name: its name
 * @generate_params: gives the parameter after @prev, NULL when there is none
 */
struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
};

struct kunit_suite {
	const char name[256];
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
	struct kunit_suite *next;
};

#define KUNIT_CASE(fn) { .run_case = fn, .name = #fn }
#define KUNIT_CASE_SLOW(fn) KUNIT_CASE(fn)
#define KUNIT_CASE_PARAM(fn, gen) \
	{ .run_case = fn, .name = #fn, .generate_params = gen }

#define KUNIT_ARRAY_PARAM(name, array, get_desc)			\
	static const void *name##_gen_params(const void *prev, char *desc) \
	{								\
		__typeof__(&(array)[0]) next = (array);			\
		void (*describe)(__typeof__(next), char *) = get_desc;	\
									\
		if (prev)						\
			next = (__typeof__(next))prev + 1;		\
		if (next - (array) >= (long)ARRAY_SIZE(array))		\
			return NULL;					\
		if (describe)						\
			describe(next, desc);				\
		return next;						\
	}

void kunit_register(struct kunit_suite *suite);
int kunit_run_all(void);

void kunit_check(struct kunit *test, bool ok, bool fatal, const char *file,
		 int line, const char *expr, const char *fmt, ...);
void kunit_mark_skipped(struct kunit *test, const char *fmt, ...)
			__printf(2, 3);
void kunit_skip(struct kunit *test, const char *fmt, ...)
		__attribute__((__noreturn__)) __printf(2, 3);
void kunit_info(struct kunit *test, const char *fmt, ...) __printf(2, 3);

int kunit_add_action(struct kunit *test, void (*action)(void *), void *ctx);
int kunit_add_action_or_reset(struct kunit *test, void (*action)(void *),
			      void *ctx);

/* User memory, unmapped when the case ends; only @len is looked at. */
unsigned long kunit_vm_mmap(struct kunit *test, struct file *file,
			    unsigned long addr, unsigned long len,
			    unsigned long prot, unsigned long flag,
			    unsigned long offset);

/* Freed when the case ends. */
void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp);

#define kunit_kzalloc(test, size, gfp) \
	kunit_kmalloc(test, size, (gfp) | __GFP_ZERO)
#define kunit_kmalloc_array(test, n, size, gfp) \
	kunit_kmalloc(test, array_size(n, size), gfp)
#define kunit_kcalloc(test, n, size, gfp) \
	kunit_kzalloc(test, array_size(n, size), gfp)

#define __kunit_suite_ctor(id)						\
	static void __attribute__((__constructor__)) id(void)		\
	{								\
		struct kunit_suite **s;					\
									\
		for (s = __kunit_suites; *s; s++)			\
			kunit_register(*s);				\
	}
#define kunit_test_suites(...)						\
	static struct kunit_suite *__kunit_suites[] = { __VA_ARGS__, NULL }; \
	__kunit_suite_ctor(__kunit_register)
#define kunit_test_suite(suite) kunit_test_suites(&(suite))

#define __KUNIT(test, ok, fatal, expr, fmt, ...)			\
	kunit_check(test, ok, fatal, __FILE__, __LINE__, expr,		\
		    "" fmt, ##__VA_ARGS__)
#define __KUNIT_BIN(test, l, op, r, fatal, ...)				\
	do {								\
		__typeof__(l) __l = (l);				\
		__typeof__(r) __r = (r);				\
									\
		__KUNIT(test, __l op __r, fatal, #l " " #op " " #r,	\
			__VA_ARGS__);					\
	} while (0)
#define __KUNIT_PTR(test, ptr, fatal, ...)				\
	__KUNIT(test, !IS_ERR_OR_NULL(ptr), fatal, #ptr " is a pointer", \
		__VA_ARGS__)
#define __KUNIT_MEM(test, l, r, n, fatal, ...)				\
	__KUNIT(test, !memcmp(l, r, n), fatal, #l " holds " #r, __VA_ARGS__)
#define __KUNIT_STR(test, l, r, fatal, ...)				\
	__KUNIT(test, !strcmp(l, r), fatal, #l " reads " #r, __VA_ARGS__)

#define KUNIT_FAIL(test, fmt, ...) \
	__KUNIT(test, false, false, "failed", fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_TRUE_MSG(t, c, ...) \
	__KUNIT(t, !!(c), false, #c, __VA_ARGS__)
#define KUNIT_EXPECT_FALSE_MSG(t, c, ...) \
	__KUNIT(t, !(c), false, "!(" #c ")", __VA_ARGS__)
#define KUNIT_EXPECT_EQ_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, ==, r, false, __VA_ARGS__)
#define KUNIT_EXPECT_NE_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, !=, r, false, __VA_ARGS__)
#define KUNIT_EXPECT_LT_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, <, r, false, __VA_ARGS__)
#define KUNIT_EXPECT_LE_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, <=, r, false, __VA_ARGS__)
#define KUNIT_EXPECT_GT_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, >, r, false, __VA_ARGS__)
#define KUNIT_EXPECT_GE_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, >=, r, false, __VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ_MSG KUNIT_EXPECT_EQ_MSG
#define KUNIT_EXPECT_PTR_NE_MSG KUNIT_EXPECT_NE_MSG
#define KUNIT_EXPECT_NULL_MSG(t, p, ...) \
	KUNIT_EXPECT_TRUE_MSG(t, !(p), __VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL_MSG(t, p, ...) \
	KUNIT_EXPECT_TRUE_MSG(t, p, __VA_ARGS__)
#define KUNIT_EXPECT_MEMEQ_MSG(t, l, r, n, ...) \
	__KUNIT_MEM(t, l, r, n, false, __VA_ARGS__)

#define KUNIT_EXPECT_TRUE(t, c) KUNIT_EXPECT_TRUE_MSG(t, c, "")
#define KUNIT_EXPECT_FALSE(t, c) KUNIT_EXPECT_FALSE_MSG(t, c, "")
#define KUNIT_EXPECT_EQ(t, l, r) KUNIT_EXPECT_EQ_MSG(t, l, r, "")
#define KUNIT_EXPECT_NE(t, l, r) KUNIT_EXPECT_NE_MSG(t, l, r, "")
#define KUNIT_EXPECT_LT(t, l, r) KUNIT_EXPECT_LT_MSG(t, l, r, "")
#define KUNIT_EXPECT_LE(t, l, r) KUNIT_EXPECT_LE_MSG(t, l, r, "")
#define KUNIT_EXPECT_GT(t, l, r) KUNIT_EXPECT_GT_MSG(t, l, r, "")
#define KUNIT_EXPECT_GE(t, l, r) KUNIT_EXPECT_GE_MSG(t, l, r, "")
#define KUNIT_EXPECT_PTR_EQ KUNIT_EXPECT_EQ
#define KUNIT_EXPECT_PTR_NE KUNIT_EXPECT_NE
#define KUNIT_EXPECT_NULL(t, p) KUNIT_EXPECT_NULL_MSG(t, p, "")
#define KUNIT_EXPECT_NOT_NULL(t, p) KUNIT_EXPECT_NOT_NULL_MSG(t, p, "")
#define KUNIT_EXPECT_MEMEQ(t, l, r, n) KUNIT_EXPECT_MEMEQ_MSG(t, l, r, n, "")
#define KUNIT_EXPECT_STREQ(t, l, r) __KUNIT_STR(t, l, r, false, "")
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(t, p) __KUNIT_PTR(t, p, false, "")

#define KUNIT_ASSERT_TRUE_MSG(t, c, ...) \
	__KUNIT(t, !!(c), true, #c, __VA_ARGS__)
#define KUNIT_ASSERT_FALSE_MSG(t, c, ...) \
	__KUNIT(t, !(c), true, "!(" #c ")", __VA_ARGS__)
#define KUNIT_ASSERT_EQ_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, ==, r, true, __VA_ARGS__)
#define KUNIT_ASSERT_NE_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, !=, r, true, __VA_ARGS__)
#define KUNIT_ASSERT_LE_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, <=, r, true, __VA_ARGS__)
#define KUNIT_ASSERT_GT_MSG(t, l, r, ...) \
	__KUNIT_BIN(t, l, >, r, true, __VA_ARGS__)

#define KUNIT_ASSERT_TRUE(t, c) KUNIT_ASSERT_TRUE_MSG(t, c, "")
#define KUNIT_ASSERT_FALSE(t, c) KUNIT_ASSERT_FALSE_MSG(t, c, "")
#define KUNIT_ASSERT_EQ(t, l, r) KUNIT_ASSERT_EQ_MSG(t, l, r, "")
#define KUNIT_ASSERT_NE(t, l, r) KUNIT_ASSERT_NE_MSG(t, l, r, "")
#define KUNIT_ASSERT_LE(t, l, r) KUNIT_ASSERT_LE_MSG(t, l, r, "")
#define KUNIT_ASSERT_LT(t, l, r) __KUNIT_BIN(t, l, <, r, true, "")
#define KUNIT_ASSERT_GT(t, l, r) KUNIT_ASSERT_GT_MSG(t, l, r, "")
#define KUNIT_ASSERT_GE(t, l, r) __KUNIT_BIN(t, l, >=, r, true, "")
#define KUNIT_ASSERT_PTR_EQ KUNIT_ASSERT_EQ
#define KUNIT_ASSERT_PTR_NE KUNIT_ASSERT_NE
#define KUNIT_ASSERT_NULL(t, p) KUNIT_ASSERT_TRUE(t, !(p))
#define KUNIT_ASSERT_NOT_NULL(t, p) KUNIT_ASSERT_TRUE(t, p)
#define KUNIT_ASSERT_NOT_NULL_MSG(t, p, ...) \
	KUNIT_ASSERT_TRUE_MSG(t, p, __VA_ARGS__)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(t, p) __KUNIT_PTR(t, p, true, "")

#endif /* _KUNIT_TEST_H */
