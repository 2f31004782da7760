// SPDX-License-Identifier: GPL-2.0-only
static int pass_pages(struct iov_iter *from, struct pipe_inode_info *pipe)
{
	struct pipe_buffer buf = { .ops = &page_ops };
	size_t total = 0;
	int ret = 0;

	while (iov_iter_count(from)) {
		struct page *pages[16];
		ssize_t left;
		size_t start;
		int i, n;

		left = iov_iter_get_pages2(from, pages, ~0UL, 16, &start);
		if (left <= 0) {
			ret = left;
			break;
		}

		n = DIV_ROUND_UP(left + start, PAGE_SIZE);
		for (i = 0; i < n; i++) {
			int size = min_t(int, left, PAGE_SIZE - start);

			buf.page = pages[i];
			buf.offset = start;
			buf.len = size;
			ret = add_to_pipe(pipe, &buf);
			if (unlikely(ret < 0)) {
				iov_iter_revert(from, left);
				while (++i < n)
					put_page(pages[i]);
				goto out;
			}
			total += ret;
			left -= size;
			start = 0;
		}
	}
out:
	return total ? total : ret;
}

/* Goes on when a page is refused: must not change. */
static void offer_pages(struct iov_iter *from, struct pipe_inode_info *pipe)
{
	struct pipe_buffer buf = { .ops = &page_ops };
	struct page *pages[16];
	ssize_t left;
	size_t start;
	int i;

	left = iov_iter_get_pages2(from, pages, ~0UL, 16, &start);
	for (i = 0; left > 0; i++) {
		buf.page = pages[i];
		buf.offset = start;
		buf.len = min_t(int, left, PAGE_SIZE - start);
		add_to_pipe(pipe, &buf);
		left -= buf.len;
		start = 0;
	}
}
