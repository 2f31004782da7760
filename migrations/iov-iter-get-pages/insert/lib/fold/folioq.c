static ssize_t fill_folioq(struct iov_iter *i, struct iov_frags *frags,
			   size_t maxsize, unsigned int maxfrags)
{
	const struct folio_queue *folioq = i->folioq;
	unsigned int slot = i->folioq_slot;
	size_t skip = i->iov_offset, left = maxsize;

	if (slot >= folioq_nr_slots(folioq)) {
		folioq = folioq->next;
		slot = 0;
		if (WARN_ON(skip != 0))
			return -EIO;
	}

	while (left && frags->nr < maxfrags) {
		size_t size = folioq_folio_size(folioq, slot);
		struct page *page;
		size_t len;

		if (skip >= size) {
			skip = 0;
			slot++;
			if (slot == folioq_nr_slots(folioq)) {
				if (!folioq->next)
					break;
				folioq = folioq->next;
				slot = 0;
			}
			continue;
		}
		len = umin(PAGE_SIZE - skip % PAGE_SIZE, umin(left, size - skip));
		page = folio_page(folioq_folio(folioq, slot), skip / PAGE_SIZE);
		get_page(page);
		add_frag(frags, page, skip % PAGE_SIZE, len);
		left -= len;
		skip += len;
	}

	if (left == maxsize)
		return -EFAULT;
	i->count -= maxsize - left;
	i->iov_offset = skip;
	i->folioq = folioq;
	i->folioq_slot = slot;
	return maxsize - left;
}

