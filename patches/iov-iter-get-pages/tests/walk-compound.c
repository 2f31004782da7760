// SPDX-License-Identifier: GPL-2.0-only
int each_by_head(struct packet *p, struct iov_iter *from, size_t length)
{
	int frag = p->nr_frags;

	while (length && iov_iter_count(from)) {
		struct page *pages[MAX_FRAGS];
		struct page *last_head = NULL;
		size_t start;
		ssize_t copied;
		unsigned long truesize;
		int refs, n = 0;

		if (frag == MAX_FRAGS)
			return -EMSGSIZE;

		copied = iov_iter_get_pages2(from, pages, length,
					     MAX_FRAGS - frag, &start);
		if (copied < 0)
			return -EFAULT;

		length -= copied;

		truesize = PAGE_ALIGN(copied + start);
		p->len += copied;
		p->truesize += truesize;
		for (refs = 0; copied != 0; start = 0) {
			int size = min_t(int, copied, PAGE_SIZE - start);
			struct page *head = compound_head(pages[n]);

			start += (pages[n] - head) << PAGE_SHIFT;
			copied -= size;
			n++;
			if (frag && merges(p, head, start, size)) {
				last_head = head;
				refs++;
				continue;
			}
			if (refs) {
				page_ref_sub(last_head, refs);
				refs = 0;
			}
			packet_fill(p, frag++, head, start, size);
		}
		if (refs)
			page_ref_sub(last_head, refs);
	}
	return 0;
}

/* The head is looked up anew only where the pages leave it. */
int head_before_walk(struct packet *p, struct iov_iter *from, size_t length)
{
	int frag = p->nr_frags;

	while (length) {
		struct page *head, *last_head = NULL;
		struct page *pages[MAX_FRAGS];
		int refs, order, n = 0;
		size_t start;
		ssize_t copied;

		copied = iov_iter_get_pages2(from, pages, length,
					     MAX_FRAGS - frag, &start);
		if (copied < 0)
			return -EFAULT;

		length -= copied;
		p->truesize += PAGE_ALIGN(copied + start);

		head = compound_head(pages[n]);
		order = compound_order(head);

		for (refs = 0; copied != 0; start = 0) {
			int size = min_t(int, copied, PAGE_SIZE - start);

			if (pages[n] - head > (1UL << order) - 1) {
				head = compound_head(pages[n]);
				order = compound_order(head);
			}

			start += (pages[n] - head) << PAGE_SHIFT;
			copied -= size;
			n++;
			packet_fill(p, frag++, head, start, size);
		}
		if (refs)
			page_ref_sub(last_head, refs);
	}
	return 0;
}

/* Up to 5.19: this caller steps over what it got before it looks at it. */
int stepped(struct packet *p, struct iov_iter *from, size_t length)
{
	struct page *pages[MAX_FRAGS];
	struct page *last_head = NULL;
	size_t start;
	ssize_t copied;
	int refs, n = 0;

	copied = iov_iter_get_pages(from, pages, length, MAX_FRAGS, &start);
	if (copied < 0)
		return -EFAULT;

	iov_iter_advance(from, copied);
	for (refs = 0; copied != 0; start = 0) {
		int size = min_t(int, copied, PAGE_SIZE - start);
		struct page *head = compound_head(pages[n]);

		start += (pages[n] - head) << PAGE_SHIFT;
		copied -= size;
		n++;
		packet_fill(p, p->nr_frags++, head, start, size);
	}
	return 0;
}

/* Up to 5.19: this one steps over nothing, so it is left alone. */
int not_stepped(struct packet *p, struct iov_iter *from, size_t length)
{
	struct page *pages[MAX_FRAGS];
	size_t start;
	ssize_t copied;
	int refs, n = 0;

	copied = iov_iter_get_pages(from, pages, length, MAX_FRAGS, &start);
	if (copied < 0)
		return -EFAULT;

	for (refs = 0; copied != 0; start = 0) {
		int size = min_t(int, copied, PAGE_SIZE - start);
		struct page *head = compound_head(pages[n]);

		start += (pages[n] - head) << PAGE_SHIFT;
		copied -= size;
		n++;
		packet_fill(p, p->nr_frags++, head, start, size);
	}
	return 0;
}
