static int either(struct page *page, int error)
{
	if (error) {
		put_page(page);
		return error;
	}
	put_page(page);
	return 0;
}

static void again(struct page *page)
{
	put_page(page);
	page = next(page);
	put_page(page);
}

static void loop(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		put_page(pages[i]);
}

static void each(struct list_head *list)
{
	struct page *page;

	list_for_each_entry(page, list, lru)
		put_page(page);
}
