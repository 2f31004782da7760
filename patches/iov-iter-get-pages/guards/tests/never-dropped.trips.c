static int look(struct iov_iter *iter, size_t size, bool stop)
{
	DEFINE_IOV_FRAGS(frags, 16);
	ssize_t bytes;

	bytes = iov_iter_fill_frags(iter, &frags, size);
	if (bytes <= 0)
		return bytes;
	if (stop)
		return -EINTR; // found
	iov_frags_put(&frags);
	return 0;
}

static int peek(struct iov_iter *iter)
{
	struct bio_vec frag;
	ssize_t bytes;

	bytes = iov_iter_take_frag(iter, &frag, PAGE_SIZE);
	if (bytes <= 0)
		return bytes;
	return 1; // found
}

static int segment(struct iov_iter *iter, size_t size)
{
	DEFINE_IOV_FRAGS(frags, 16);
	ssize_t bytes;

	bytes = iov_iter_fill_frags_segment(iter, &frags, size);
	if (bytes < 0)
		return bytes;
	return 0; // found
}
