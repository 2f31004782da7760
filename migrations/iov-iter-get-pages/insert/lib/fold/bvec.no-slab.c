		if (!folio_test_slab(page_folio(page)))
			get_page(page);
