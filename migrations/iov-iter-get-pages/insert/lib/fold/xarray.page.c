	struct page *page;

	rcu_read_lock();
	for (page = xas_load(&xas); page && left && frags->nr < maxfrags;
	     page = xas_next(&xas)) {
		size_t len = min_t(size_t, left, PAGE_SIZE - offset);

		if (xas_retry(&xas, page))
			continue;

		/* Has the page moved or been split? */
		if (unlikely(page != xas_reload(&xas))) {
			xas_reset(&xas);
			continue;
		}

		page = find_subpage(page, xas.xa_index);
		get_page(page);
		add_frag(frags, page, offset, len);
