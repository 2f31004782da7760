// SPDX-License-Identifier: GPL-2.0-only
static int map_record(struct iov_iter *from, struct scatterlist *to, int room)
{
	struct page *pages[MAX_FRAGS];
	int i = 0, n = 0;
	ssize_t copied, use;
	size_t offset;

	while (n < room) {
		i = 0;
		copied = iov_iter_get_pages2(from, pages, RECORD, room - n,
					     &offset);
		if (copied <= 0)
			return -EFAULT;

		while (copied) {
			use = min_t(int, copied, PAGE_SIZE - offset);

			sg_set_page(&to[n], pages[i], use, offset);
			sg_unmark_end(&to[n]);

			offset = 0;
			copied -= use;

			i++;
			n++;
		}
	}
	return n;
}

static int map_all(struct iov_iter *from, struct scatterlist *to)
{
	struct page *pages[MAX_FRAGS];
	ssize_t copied, use, offset;
	int i, n = 0;

	i = 0;
	copied = iov_iter_get_pages(from, pages, RECORD, MAX_FRAGS, &offset);
	if (copied < 0)
		return copied;
	iov_iter_advance(from, copied);
	while (copied) {
		use = min_t(int, copied, PAGE_SIZE - offset);
		sg_set_page(&to[n], pages[i], use, offset);
		offset = 0;
		copied -= use;
		n++;
		i++;
	}
	return n;
}

/* The iterator is moved on by half of what was got: must not change. */
static int map_half(struct iov_iter *from, struct scatterlist *to)
{
	struct page *pages[MAX_FRAGS];
	ssize_t copied, use, offset;
	int i = 0;

	copied = iov_iter_get_pages(from, pages, RECORD, MAX_FRAGS, &offset);
	if (copied < 0)
		return copied;
	iov_iter_advance(from, copied / 2);
	while (copied) {
		use = min_t(int, copied, PAGE_SIZE - offset);
		sg_set_page(&to[i], pages[i], use, offset);
		offset = 0;
		copied -= use;
		i++;
	}
	return i;
}
