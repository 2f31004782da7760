static ssize_t take(struct iov_iter *iter, struct bio_vec *frag)
{
	ssize_t bytes;

	bytes = iov_iter_take_frag(iter, frag, PAGE_SIZE);
	if (bytes > 0)
		iov_iter_advance(iter, bytes); // found
	return bytes;
}

static ssize_t each(struct iov_iter *iter, struct sums *sums)
{
	ssize_t bytes;

	bytes = iov_iter_for_each_page(iter, PAGE_SIZE, sum_page, sums);
	iov_iter_advance(iter, bytes); // found
	return bytes;
}
