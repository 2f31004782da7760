static ssize_t fill_xarray(struct iov_iter *i, struct iov_frags *frags,
			   size_t maxsize, unsigned int maxfrags)
{
	loff_t pos = i->xarray_start + i->iov_offset;
	XA_STATE(xas, i->xarray, pos >> PAGE_SHIFT);
	size_t offset = offset_in_page(pos);
	size_t left = maxsize;
