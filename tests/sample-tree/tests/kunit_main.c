// SPDX-License-Identifier: GPL-2.0-only
/*
 * The program of all KUnit suites.
 */
#include <kunit/test.h>

int main(void)
{
	return kunit_run_all() ? 1 : 0;
}
