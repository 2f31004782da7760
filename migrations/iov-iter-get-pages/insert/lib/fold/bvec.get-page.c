		get_page(page);
