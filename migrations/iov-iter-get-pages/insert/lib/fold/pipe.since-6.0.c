static ssize_t fill_pipe(struct iov_iter *i, struct iov_frags *frags,
			 size_t maxsize, unsigned int maxfrags)
{
	unsigned int npages, off, chunk;
	size_t left = maxsize;

	if (!sanity(i))
		return -EFAULT;

	pipe_npages(i, &npages);
	npages = min(npages, maxfrags - frags->nr);
	for (; npages && left; npages--, left -= chunk) {
		struct page *page = append_pipe(i, left, &off);

		if (!page)
			break;
		chunk = min_t(size_t, left, PAGE_SIZE - off);
		get_page(page);
		add_frag(frags, page, off, chunk);
	}
	if (left == maxsize)
		return -EFAULT;
	return maxsize - left;
}

