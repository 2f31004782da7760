static ssize_t take(struct iov_iter *iter, struct bio_vec *frag, size_t skip)
{
	ssize_t bytes;

	iov_iter_advance(iter, skip);
	bytes = iov_iter_take_frag(iter, frag, PAGE_SIZE);
	return bytes;
}

static ssize_t back(struct iov_iter *iter, struct sums *sums)
{
	ssize_t bytes;

	bytes = iov_iter_for_each_page(iter, PAGE_SIZE, sum_page, sums);
	iov_iter_revert(iter, bytes);
	if (wanted(sums))
		iov_iter_advance(iter, bytes);
	return bytes;
}
