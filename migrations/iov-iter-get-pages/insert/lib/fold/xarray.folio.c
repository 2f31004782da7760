	struct folio *folio;

	rcu_read_lock();
	for (folio = xas_load(&xas); folio && left && frags->nr < maxfrags;
	     folio = xas_next(&xas)) {
		size_t len = min_t(size_t, left, PAGE_SIZE - offset);

		if (xas_retry(&xas, folio))
			continue;

		/* Has the folio moved or been split? */
		if (unlikely(folio != xas_reload(&xas))) {
			xas_reset(&xas);
			continue;
		}

		folio_get(folio);
		add_frag(frags, folio_file_page(folio, xas.xa_index), offset,
			 len);
