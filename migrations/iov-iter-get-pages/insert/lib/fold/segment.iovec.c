	if (likely(iter_is_iovec(i)))
		return fill_user(i, frags, maxsize, maxfrags);
