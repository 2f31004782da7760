// SPDX-License-Identifier: GPL-2.0-only
int map_stack_or_heap(struct queue *q, struct bio *bio, struct iov_iter *iter,
		      unsigned int nr_vecs)
{
	int ret;
	int j;

	while (iov_iter_count(iter)) {
		struct page **pages, *stack_pages[UIO_FASTIOV];
		ssize_t bytes;
		size_t offs;
		int npages;

		if (nr_vecs <= ARRAY_SIZE(stack_pages)) {
			pages = stack_pages;
			bytes = iov_iter_get_pages2(iter, pages, LONG_MAX,
						    nr_vecs, &offs);
		} else {
			bytes = iov_iter_get_pages_alloc2(iter, &pages,
							  LONG_MAX, &offs);
		}
		if (unlikely(bytes <= 0)) {
			ret = bytes ? bytes : -EFAULT;
			goto out;
		}

		npages = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);

		if (unlikely(offs & q->alignment))
			j = 0;
		else {
			for (j = 0; j < npages; j++) {
				struct page *page = pages[j];
				unsigned int n = PAGE_SIZE - offs;
				bool same_page = false;

				if (n > bytes)
					n = bytes;

				if (!add_hw_page(q, bio, page, n, offs,
						 &same_page)) {
					if (same_page)
						put_page(page);
					break;
				}

				bytes -= n;
				offs = 0;
			}
		}
		/*
		 * Those which are not in the bio.
		 */
		while (j < npages)
			put_page(pages[j++]);
		if (pages != stack_pages)
			kvfree(pages);
		/* It is full. */
		if (bytes) {
			iov_iter_revert(iter, bytes);
			break;
		}
	}
	return 0;
out:
	bio_put(bio);
	return ret;
}

/* Up to 5.19. */
int map_heap(struct queue *q, struct bio *bio, struct iov_iter *iter)
{
	int ret;
	int j;

	while (iov_iter_count(iter)) {
		struct page **pages;
		ssize_t bytes;
		size_t offs, added = 0;
		int npages;

		bytes = iov_iter_get_pages_alloc(iter, &pages, LONG_MAX, &offs);
		if (unlikely(bytes <= 0)) {
			ret = bytes ? bytes : -EFAULT;
			goto out;
		}

		npages = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);

		if (unlikely(offs & q->alignment)) {
			j = 0;
		} else {
			for (j = 0; j < npages; j++) {
				struct page *page = pages[j];
				unsigned int n = PAGE_SIZE - offs;
				bool same_page = false;

				if (n > bytes)
					n = bytes;

				if (!add_hw_page(q, bio, page, n, offs,
						 &same_page))
					break;
				if (same_page)
					put_page(page);

				added += n;
				bytes -= n;
				offs = 0;
			}
			iov_iter_advance(iter, added);
		}
		while (j < npages)
			put_page(pages[j++]);
		kvfree(pages);
		if (bytes)
			break;
	}
	return 0;
out:
	bio_put(bio);
	return ret;
}
