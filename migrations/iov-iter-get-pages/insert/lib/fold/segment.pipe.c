	if (iov_iter_is_pipe(i))
		return fill_pipe(i, frags, maxsize, maxfrags);
