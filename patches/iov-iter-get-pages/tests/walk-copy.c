// SPDX-License-Identifier: GPL-2.0-only
static ssize_t get_vector(struct iov_iter *iter, size_t max, struct bio_vec *bv)
{
	size_t size = 0;
	int k = 0;

	while (size < max) {
		struct page *pages[BATCH];
		ssize_t bytes;
		size_t start;
		int i = 0;

		bytes = iov_iter_get_pages2(iter, pages, max - size, BATCH,
					    &start);
		if (bytes < 0)
			return size ?: bytes;

		size += bytes;

		for ( ; bytes; i++, k++) {
			int len = min_t(int, bytes, PAGE_SIZE - start);

			bvec_set_page(&bv[k], pages[i], len, start);
			bytes -= len;
			start = 0;
		}
	}
	return size;
}

/* Skips every other page: must not change. */
static void get_even(struct iov_iter *iter, size_t max, struct bio_vec *bv)
{
	struct page *pages[BATCH];
	ssize_t bytes;
	size_t start;
	int i = 0, k = 0;

	bytes = iov_iter_get_pages2(iter, pages, max, BATCH, &start);
	for ( ; bytes > 0; i += 2, k++) {
		int len = min_t(int, bytes, PAGE_SIZE - start);

		bvec_set_page(&bv[k], pages[i], len, start);
		bytes -= len;
		start = 0;
	}
}
