// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of <linux/bitfield.h>.
 */
#include <kunit/test.h>
#include <linux/bitfield.h>
#include <linux/module.h>

static const u32 masks[] = { 0x1, 0xff, 0xff00, 0x80000000, 0x00fff000 };

KUNIT_ARRAY_PARAM(masks, masks, NULL);

static void bitfield_test_there_and_back(struct kunit *test)
{
	u32 mask = *(const u32 *)test->param_value;
	u32 max = FIELD_MAX(mask);

	KUNIT_EXPECT_EQ(test, FIELD_GET(mask, FIELD_PREP(mask, max)), max);
	KUNIT_EXPECT_EQ(test, FIELD_PREP(mask, max), mask);
	KUNIT_EXPECT_EQ(test, FIELD_PREP(mask, 0), 0);
}

static void bitfield_test_other_bits_do_not_matter(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, FIELD_GET(0xf0u, 0xfafu), 0xau);
	KUNIT_EXPECT_EQ(test, FIELD_PREP(0xf0u, 0x5au), 0xa0u);
}

static struct kunit_case bitfield_test_cases[] = {
	KUNIT_CASE_PARAM(bitfield_test_there_and_back, masks_gen_params),
	KUNIT_CASE(bitfield_test_other_bits_do_not_matter),
	{}
};

static struct kunit_suite bitfield_test_suite = {
	.name = "bitfields",
	.test_cases = bitfield_test_cases,
};

kunit_test_suites(&bitfield_test_suite);

MODULE_DESCRIPTION("KUnit suite of bit fields");
MODULE_LICENSE("GPL");
