// SPDX-License-Identifier: GPL-2.0-only
struct command {
	int tag;
	struct page **upages;
};

static int map_command(struct command *cmd, struct iov_iter *iter,
		       struct scatterlist *sg)
{
	struct page **pages = cmd->upages;
	ssize_t bytes;
	size_t offset;
	unsigned int n, npages = 0;

	bytes = iov_iter_get_pages2(iter, pages, LONG_MAX, NR_UPAGES, &offset);
	if (bytes <= 0)
		return bytes < 0 ? bytes : -EFAULT;

	while (bytes) {
		n = min_t(unsigned int, PAGE_SIZE - offset, bytes);
		if (n & cmd->mask)
			goto undo;
		sg_set_page(sg, pages[npages++], n, offset);
		sg = sg_next(sg);
		bytes -= n;
		offset = 0;
	}
	return npages;

undo:
	iov_iter_revert(iter, bytes);
	while (bytes) {
		n = min_t(unsigned int, PAGE_SIZE, bytes);
		put_page(pages[npages++]);
		bytes -= n;
	}
	return -EINVAL;
}

static int new_command(struct command *cmd)
{
	cmd->upages = kcalloc(NR_UPAGES, sizeof(struct page *), GFP_KERNEL);
	return cmd->upages ? 0 : -ENOMEM;
}

/* The array is built for the call and its pages are kept: must not change. */
static int keep_all(struct iov_iter *iter, struct page **pages)
{
	size_t offset;

	return iov_iter_get_pages2(iter, pages, LONG_MAX, NR_UPAGES, &offset);
}
