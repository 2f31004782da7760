static int fail(struct page *page, int error)
{
	put_page(page);
	if (error)
		put_page(page); // found
	return error;
}
