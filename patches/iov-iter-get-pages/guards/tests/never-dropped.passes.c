static int look(struct iov_iter *iter, size_t size, bool stop)
{
	DEFINE_IOV_FRAGS(frags, 16);
	ssize_t bytes;

	bytes = iov_iter_fill_frags(iter, &frags, size);
	if (bytes <= 0)
		return bytes;
	if (stop) {
		iov_frags_put(&frags);
		return -EINTR;
	}
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
	put_page(frag.bv_page);
	return 1;
}
