// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dio.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct dio dio = { .iter = iter };
	int wanted = rnd(MAX_ITER_PAGES);

	while (wanted--) {
		struct page *page;
		size_t from, to;

		page = dio_get_page(&dio, &from, &to);
		if (IS_ERR(page)) {
			trace_event("error", PTR_ERR(page), 0, 0);
			break;
		}
		trace_page("taken", page, from, to - from);
		put_page(page);
	}
	dio_cleanup(&dio);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "dio_queue", drive);
}
