static int fail(struct page *page, int error)
{
	if (error)
		put_page(page);
	return error;
}
