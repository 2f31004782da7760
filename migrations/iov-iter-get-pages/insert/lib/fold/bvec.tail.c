		add_frag(frags, page, skip, len);
		left -= len;
		skip = 0;
	}
	iov_iter_advance(i, maxsize - left);
	return maxsize - left;
}

