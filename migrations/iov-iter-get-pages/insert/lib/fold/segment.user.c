	if (likely(user_backed_iter(i)))
		return fill_user(i, frags, maxsize, maxfrags);
