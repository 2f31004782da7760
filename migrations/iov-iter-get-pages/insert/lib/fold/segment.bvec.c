	if (iov_iter_is_bvec(i))
		return fill_bvec(i, frags, maxsize, maxfrags);
