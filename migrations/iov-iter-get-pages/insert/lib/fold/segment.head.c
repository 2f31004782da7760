/*
 * Fills from one segment, with what lib/iov_frags.c adds across segments and
 * for its callers.  Moves @i on by the bytes returned.
 */
ssize_t iov_iter_fill_segment(struct iov_iter *i, struct iov_frags *frags,
			      size_t maxsize, unsigned int maxfrags)
{
	maxsize = min(maxsize, i->count);
	if (!maxsize || frags->nr >= maxfrags)
		return 0;

