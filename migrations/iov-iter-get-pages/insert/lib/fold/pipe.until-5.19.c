static ssize_t fill_pipe(struct iov_iter *i, struct iov_frags *frags,
			 size_t maxsize, unsigned int maxfrags)
{
	struct pipe_inode_info *pipe = i->pipe;
	unsigned int p_mask = pipe->ring_size - 1;
	unsigned int iter_head, npages;
	size_t start, left, len;
	ssize_t bytes;

	if (!sanity(i))
		return -EFAULT;

	data_start(i, &iter_head, &start);
	/* Amount of free space: some of this one + all after this one */
	npages = min(pipe_space_for_user(iter_head, pipe->tail, pipe),
		     maxfrags - frags->nr);
	if (!npages)
		return -EFAULT;
	maxsize = min_t(size_t, maxsize, npages * PAGE_SIZE - start);
	bytes = push_pipe(i, maxsize, &iter_head, &start);
	if (!bytes)
		return -EFAULT;

	for (left = bytes; left; left -= len, start = 0) {
		struct page *page = pipe->bufs[iter_head++ & p_mask].page;

		len = min_t(size_t, left, PAGE_SIZE - start);
		get_page(page);
		add_frag(frags, page, start, len);
	}
	iov_iter_advance(i, bytes);
	return bytes;
}

