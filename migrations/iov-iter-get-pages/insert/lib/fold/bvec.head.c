static ssize_t fill_bvec(struct iov_iter *i, struct iov_frags *frags,
			 size_t maxsize, unsigned int maxfrags)
{
	const struct bio_vec *bv = i->bvec;
	size_t skip = i->iov_offset, left;
	struct page *page;

	for (; bv->bv_len == skip; bv++, skip = 0)
		;
	maxsize = min_t(size_t, maxsize, bv->bv_len - skip);
	skip += bv->bv_offset;
	page = bv->bv_page + skip / PAGE_SIZE;
	skip %= PAGE_SIZE;

	for (left = maxsize; left && frags->nr < maxfrags; page++) {
		size_t len = min_t(size_t, left, PAGE_SIZE - skip);

