/* For lib/iov_frags.c: lib/iov_iter.c knows the kinds of iterators. */
ssize_t iov_iter_fill_segment(struct iov_iter *i, struct iov_frags *frags,
			      size_t maxsize, unsigned int maxfrags);
