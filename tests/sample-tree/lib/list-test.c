// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of <linux/list.h>.
 */
#include <kunit/test.h>
#include <linux/list.h>
#include <linux/module.h>

struct numbered {
	int number;
	struct list_head link;
};

static void list_test_starts_empty(struct kunit *test)
{
	LIST_HEAD(list);

	KUNIT_EXPECT_TRUE(test, list_empty(&list));
}

static void list_test_keeps_order(struct kunit *test)
{
	struct numbered entries[3];
	struct numbered *entry;
	LIST_HEAD(list);
	int k;

	for (k = 0; k < 3; k++) {
		entries[k].number = k;
		list_add_tail(&entries[k].link, &list);
	}
	k = 0;
	list_for_each_entry(entry, &list, link)
		KUNIT_EXPECT_EQ(test, entry->number, k++);
	KUNIT_EXPECT_EQ(test, k, 3);
}

static void list_test_forgets_what_is_deleted(struct kunit *test)
{
	struct numbered *entry, *next;
	struct numbered a, b;
	LIST_HEAD(list);

	list_add_tail(&a.link, &list);
	list_add_tail(&b.link, &list);
	list_del_init(&a.link);
	KUNIT_EXPECT_PTR_EQ(test, &b,
			    list_first_entry(&list, struct numbered, link));
	list_for_each_entry_safe(entry, next, &list, link)
		list_del_init(&entry->link);
	KUNIT_EXPECT_TRUE(test, list_empty(&list));
}

static struct kunit_case list_test_cases[] = {
	KUNIT_CASE(list_test_starts_empty),
	KUNIT_CASE(list_test_keeps_order),
	KUNIT_CASE(list_test_forgets_what_is_deleted),
	{}
};

static struct kunit_suite list_test_suite = {
	.name = "list",
	.test_cases = list_test_cases,
};

kunit_test_suites(&list_test_suite);

MODULE_DESCRIPTION("KUnit suite of linked lists");
MODULE_LICENSE("GPL");
