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
