	if (iov_iter_is_folioq(i))
		return fill_folioq(i, frags, maxsize, maxfrags);
