
	addr = first_iovec_segment(i, &maxsize);
	start = addr % PAGE_SIZE;
	room = min_t(size_t, room, DIV_ROUND_UP(start + maxsize, PAGE_SIZE));
	res = get_user_pages_fast(addr - start, room, gup_flags, pages);
	if (unlikely(res <= 0))
		return res;

	maxsize = min_t(size_t, maxsize, res * PAGE_SIZE - start);
	iov_iter_advance(i, maxsize);
	for (left = maxsize; left; pages++) {
		size_t len = min_t(size_t, left, PAGE_SIZE - start);

		add_frag(frags, *pages, start, len);
		left -= len;
		start = 0;
	}
	return maxsize;
}

