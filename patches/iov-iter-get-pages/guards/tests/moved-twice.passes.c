static ssize_t take(struct iov_iter *iter, struct bio_vec *frag, size_t skip)
{
	ssize_t bytes;

	iov_iter_advance(iter, skip);
	bytes = iov_iter_take_frag(iter, frag, PAGE_SIZE);
	return bytes;
}
