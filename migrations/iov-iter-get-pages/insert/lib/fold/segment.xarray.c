	if (iov_iter_is_xarray(i))
		return fill_xarray(i, frags, maxsize, maxfrags);
