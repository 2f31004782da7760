/*
 * get_user_pages_fast() fills the far end of the free part of the buffer,
 * which no fragment reaches before its own page has been read:
 *
 *	| filled | free                          |
 *	         | fragment 0, 1 ... >  | p0 p1 p2 |
 */
static ssize_t fill_user(struct iov_iter *i, struct iov_frags *frags,
			 size_t maxsize, unsigned int maxfrags)
{
	unsigned int room = maxfrags - frags->nr;
	struct page **pages = (struct page **)(frags->bvec + maxfrags) - room;
	unsigned int gup_flags = 0;
	unsigned long addr;
	size_t start, left;
	int res;

	BUILD_BUG_ON(sizeof(struct bio_vec) < 2 * sizeof(struct page *));

	if (iov_iter_rw(i) != WRITE)
		gup_flags |= FOLL_WRITE;
