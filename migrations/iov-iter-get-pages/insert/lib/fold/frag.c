/* Appends a fragment, whose reference to its page is the caller's. */
static void add_frag(struct iov_frags *frags, struct page *page, size_t offset,
		     size_t len)
{
	struct bio_vec *frag = &frags->bvec[frags->nr++];

	frag->bv_page = page;
	frag->bv_len = len;
	frag->bv_offset = offset;
}

