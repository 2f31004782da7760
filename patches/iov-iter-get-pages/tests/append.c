// SPDX-License-Identifier: GPL-2.0-only
#define PAGE_PTRS_PER_BVEC (sizeof(struct bio_vec) / sizeof(struct page *))

static void bio_put_pages(struct page **pages, size_t size, size_t off)
{
	size_t i, nr = DIV_ROUND_UP(size + off, PAGE_SIZE);

	for (i = 0; i < nr; i++)
		put_page(pages[i]);
}

static int append_blocks(struct bio *bio, struct iov_iter *iter)
{
	unsigned short nr_pages = bio->max_vecs - bio->vcnt;
	unsigned short entries_left = bio->max_vecs - bio->vcnt;
	struct bio_vec *bv = bio->io_vec + bio->vcnt;
	struct page **pages = (struct page **)bv;
	ssize_t size, left;
	unsigned int len, i = 0;
	size_t offset, trim;
	int ret = 0;

	/* The array goes to the far end of the free entries. */
	BUILD_BUG_ON(PAGE_PTRS_PER_BVEC < 2);
	pages += entries_left * (PAGE_PTRS_PER_BVEC - 1);

	size = iov_iter_get_pages2(iter, pages, UINT_MAX - bio->size,
				   nr_pages, &offset);
	if (unlikely(size <= 0))
		return size ? size : -EFAULT;

	nr_pages = DIV_ROUND_UP(offset + size, PAGE_SIZE);

	trim = size & (block_size(bio) - 1);
	iov_iter_revert(iter, trim);

	size -= trim;
	if (unlikely(!size)) {
		ret = -EFAULT;
		goto out;
	}

	for (left = size, i = 0; left > 0; left -= len, i++) {
		struct page *page = pages[i];

		len = min_t(size_t, PAGE_SIZE - offset, left);
		if (zoned(bio)) {
			ret = add_zoned(bio, page, len, offset);
			if (ret)
				break;
		} else
			add_page(bio, page, len, offset);

		offset = 0;
	}

	iov_iter_revert(iter, left);
out:
	while (i < nr_pages)
		put_page(pages[i++]);

	return ret;
}

/* Up to 5.19. */
static int append_merged(struct bio *bio, struct iov_iter *iter)
{
	unsigned short nr_pages = bio->max_vecs - bio->vcnt;
	unsigned short entries_left = bio->max_vecs - bio->vcnt;
	struct bio_vec *bv = bio->io_vec + bio->vcnt;
	struct page **pages = (struct page **)bv;
	bool same_page = false;
	ssize_t size, left;
	unsigned int len, i;
	size_t offset;

	BUILD_BUG_ON(PAGE_PTRS_PER_BVEC < 2);
	pages += entries_left * (PAGE_PTRS_PER_BVEC - 1);

	size = iov_iter_get_pages(iter, pages, LONG_MAX, nr_pages, &offset);
	if (unlikely(size <= 0))
		return size ? size : -EFAULT;

	for (left = size, i = 0; left > 0; left -= len, i++) {
		struct page *page = pages[i];

		len = min_t(size_t, PAGE_SIZE - offset, left);

		if (try_merge(bio, page, len, offset, &same_page)) {
			if (same_page)
				put_page(page);
		} else {
			if (WARN_ON_ONCE(bio_full(bio, len))) {
				bio_put_pages(pages + i, left, offset);
				return -EINVAL;
			}
			add_page(bio, page, len, offset);
		}
		offset = 0;
	}

	iov_iter_advance(iter, size);
	return 0;
}

/* Up to 5.19, where the device may take no more. */
static int append_refused(struct queue *q, struct bio *bio,
			  struct iov_iter *iter)
{
	unsigned short nr_pages = bio->max_vecs - bio->vcnt;
	unsigned short entries_left = bio->max_vecs - bio->vcnt;
	unsigned int max_sectors = q->max_sectors;
	struct bio_vec *bv = bio->io_vec + bio->vcnt;
	struct page **pages = (struct page **)bv;
	ssize_t size, left;
	unsigned int len, i;
	size_t offset;
	int ret = 0;

	BUILD_BUG_ON(PAGE_PTRS_PER_BVEC < 2);
	pages += entries_left * (PAGE_PTRS_PER_BVEC - 1);

	size = iov_iter_get_pages(iter, pages, LONG_MAX, nr_pages, &offset);
	if (unlikely(size <= 0))
		return size ? size : -EFAULT;

	for (left = size, i = 0; left > 0; left -= len, i++) {
		struct page *page = pages[i];
		bool same_page = false;

		len = min_t(size_t, PAGE_SIZE - offset, left);
		if (add_hw_page(q, bio, page, len, offset,
				max_sectors, &same_page) != len) {
			bio_put_pages(pages + i, left, offset);
			ret = -EINVAL;
			break;
		}
		if (same_page)
			put_page(page);
		offset = 0;
	}

	iov_iter_advance(iter, size - left);
	return ret;
}
