/* must be done on a non-empty ITER_IOVEC one */
static unsigned long first_iovec_segment(const struct iov_iter *i, size_t *size)
{
	const struct iovec *iov = i->iov;
	size_t skip = i->iov_offset;

	for (; iov->iov_len == skip; iov++, skip = 0)
		;
	*size = min(*size, iov->iov_len - skip);
	return (unsigned long)iov->iov_base + skip;
}

