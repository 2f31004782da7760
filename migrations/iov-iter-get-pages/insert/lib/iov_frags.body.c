/* No call takes more: iov_iter_revert() gives back no more than this. */
#define FRAGS_MAX_BYTES	((size_t)INT_MAX & PAGE_MASK)

/* Buffer of iov_iter_for_each_page(), on its stack. */
#define FRAGS_ON_STACK	16

/*
 * Appends the fragments of one segment.
 *
 * The page pointers are got into the far end of the free part of the storage,
 * which no fragment reaches before its own pointer has been read:
 *
 *	| filled | free                          |
 *	         | fragment 0, 1 ... >  | p0 p1 p2 |
 */
static ssize_t fill_segment(struct iov_iter *iter, struct iov_frags *frags,
			    size_t maxsize, unsigned int maxfrags)
{
	unsigned int room = maxfrags - frags->nr;
	struct page **pages = (struct page **)(frags->bvec + maxfrags) - room;
	size_t left, offset;
	ssize_t bytes;

	BUILD_BUG_ON(sizeof(struct bio_vec) < 2 * sizeof(struct page *));

	bytes = get_segment(iter, pages, maxsize, room, &offset);
	if (bytes <= 0)
		return bytes;

	for (left = bytes; left; pages++) {
		struct bio_vec frag = {
			.bv_page = *pages,
			.bv_len = min_t(size_t, left, PAGE_SIZE - offset),
			.bv_offset = offset,
		};

		frags->bvec[frags->nr++] = frag;
		left -= frag.bv_len;
		offset = 0;
	}
	return bytes;
}

/**
 * iov_iter_fill_frags_max - fill part of a buffer from an iterator
 * @iter: the iterator to take from; moves on by the bytes returned
 * @frags: the buffer; what it held before is forgotten
 * @maxsize: take no more bytes than this
 * @maxfrags: fill no more fragments than this
 *
 * As iov_iter_fill_frags(), for a caller that has room for fewer fragments
 * than its buffer has.  @maxfrags beyond the capacity of @frags is the
 * capacity.
 *
 * Return: as iov_iter_fill_frags().
 */
ssize_t iov_iter_fill_frags_max(struct iov_iter *iter, struct iov_frags *frags,
				size_t maxsize, unsigned int maxfrags)
{
	size_t filled = 0;

	maxsize = min_t(size_t, maxsize, FRAGS_MAX_BYTES);
	maxfrags = min(maxfrags, frags->max);
	frags->nr = 0;

	while (filled < maxsize && frags->nr < maxfrags &&
	       iov_iter_count(iter)) {
		ssize_t bytes = fill_segment(iter, frags, maxsize - filled,
					     maxfrags);

		if (bytes <= 0)
			return filled ? filled : bytes;
		filled += bytes;
	}
	return filled;
}
EXPORT_SYMBOL_GPL(iov_iter_fill_frags_max);

/**
 * iov_iter_fill_frags - fill a buffer from an iterator
 * @iter: the iterator to take from; moves on by the bytes returned
 * @frags: the buffer; what it held before is forgotten
 * @maxsize: take no more bytes than this
 *
 * Takes bytes from the front of @iter, across its segments, until @maxsize is
 * reached, @frags is full, @iter is at its end or a page cannot be had.  A
 * fragment lies within one page and holds one reference to it.  Two fragments
 * are never merged, even when they touch.
 *
 * May sleep.  Takes mmap_lock for user memory and has dropped it on return.
 * ITER_KVEC and ITER_DISCARD have no pages to give: -EFAULT.
 *
 * Return: the number of bytes in @frags, 0 when there was nothing to take, or
 * a negative errno when the very first page could not be had.  A failure after
 * that is a short fill; the next call reports it.
 */
ssize_t iov_iter_fill_frags(struct iov_iter *iter, struct iov_frags *frags,
			    size_t maxsize)
{
	return iov_iter_fill_frags_max(iter, frags, maxsize, frags->max);
}
EXPORT_SYMBOL_GPL(iov_iter_fill_frags);

/**
 * iov_iter_fill_frags_segment - fill a buffer from one segment of an iterator
 * @iter: the iterator to take from; moves on by the bytes returned
 * @frags: the buffer; what it held before is forgotten
 * @maxsize: take no more bytes than this
 *
 * As iov_iter_fill_frags(), but no further than the end of the first segment
 * that is not empty, for a caller that asks something of each segment.
 *
 * Return: as iov_iter_fill_frags().
 */
ssize_t iov_iter_fill_frags_segment(struct iov_iter *iter,
				    struct iov_frags *frags, size_t maxsize)
{
	frags->nr = 0;
	if (!frags->max || !iov_iter_count(iter))
		return 0;
	return fill_segment(iter, frags, min_t(size_t, maxsize, FRAGS_MAX_BYTES),
			    frags->max);
}
EXPORT_SYMBOL_GPL(iov_iter_fill_frags_segment);

/* The fragments that @maxsize bytes of @iter can come in, if in few segments */
static unsigned int frags_wanted(struct iov_iter *iter, size_t maxsize)
{
	unsigned int pages;

	maxsize = min_t(size_t, maxsize, FRAGS_MAX_BYTES);
	pages = iov_iter_npages(iter, DIV_ROUND_UP(maxsize, PAGE_SIZE) + 1);
	return max(pages, 1U);
}

/**
 * iov_iter_fill_frags_alloc - fill a buffer that is made large enough
 * @iter: the iterator to take from; moves on by the bytes returned
 * @frags: the buffer; what it held before is forgotten
 * @maxsize: take no more bytes than this
 *
 * As iov_iter_fill_frags(), except that storage for @maxsize bytes is
 * allocated first if @frags has less.  Define @frags on the stack for the
 * common small request and call iov_frags_free() when done with it: that is
 * right whether or not there was an allocation.  Unless the return value is
 * positive, nothing stays allocated.
 *
 * Return: as iov_iter_fill_frags(), and -ENOMEM.
 */
ssize_t iov_iter_fill_frags_alloc(struct iov_iter *iter,
				  struct iov_frags *frags, size_t maxsize)
{
	unsigned int wanted = frags_wanted(iter, maxsize);
	ssize_t bytes;

	frags->nr = 0;
	if (wanted > frags->max) {
		struct bio_vec *heap;

		heap = kvmalloc_array(wanted, sizeof(*heap), GFP_KERNEL);
		if (!heap)
			return -ENOMEM;
		kvfree(frags->heap);
		frags->heap = heap;
		frags->bvec = heap;
		frags->max = wanted;
	}
	bytes = iov_iter_fill_frags(iter, frags, maxsize);
	if (bytes <= 0)
		iov_frags_free(frags);
	return bytes;
}
EXPORT_SYMBOL_GPL(iov_iter_fill_frags_alloc);

/**
 * iov_iter_take_frag - take one fragment from an iterator
 * @iter: the iterator to take from; moves on by the bytes returned
 * @frag: where the fragment goes
 * @maxsize: take no more bytes than this
 *
 * For a caller that keeps a cursor of its own and wants the next page, or the
 * part of it that @iter has.
 *
 * Return: as iov_iter_fill_frags(); @frag is set only if that is positive.
 */
ssize_t iov_iter_take_frag(struct iov_iter *iter, struct bio_vec *frag,
			   size_t maxsize)
{
	struct iov_frags frags = IOV_FRAGS_INIT(frag, 1);

	return iov_iter_fill_frags(iter, &frags, maxsize);
}
EXPORT_SYMBOL_GPL(iov_iter_take_frag);

/**
 * iov_iter_hand_over_pages - take pages as an array that the caller keeps
 * @iter: the iterator to take from; moves on by the bytes returned
 * @pages: where the address of the array goes
 * @maxsize: take no more bytes than this
 * @offset: where the offset of the first byte in the first page goes
 *
 * For a caller that passes a page array on.  The bytes are contiguous: they
 * start at @offset in the first page and fill every page but the last, so they
 * come from one segment.  The caller owns the array, to be freed with
 * kvfree(), and one reference to each page.
 *
 * Return: the number of bytes, 0 when there was nothing to take, or a negative
 * errno.  Unless it is positive, *@pages is %NULL.
 */
ssize_t iov_iter_hand_over_pages(struct iov_iter *iter, struct page ***pages,
				 size_t maxsize, size_t *offset)
{
	ssize_t bytes;

	maxsize = min_t(size_t, maxsize, FRAGS_MAX_BYTES);
	bytes = get_segment_alloc(iter, pages, maxsize, offset);
	if (bytes <= 0)
		*pages = NULL;
	return bytes;
}
EXPORT_SYMBOL_GPL(iov_iter_hand_over_pages);

/**
 * iov_iter_give_back - give back fragments that were not consumed
 * @iter: the iterator that @frags was filled from, not moved since
 * @frags: the buffer
 * @frag: the first fragment to give back; all after it are given back too
 *
 * Drops the references and reverts @iter by exactly the bytes given back, so
 * that it stands at the first byte of @frag.  @frags keeps the fragments
 * before @frag.
 */
void iov_iter_give_back(struct iov_iter *iter, struct iov_frags *frags,
			struct bio_vec *frag)
{
	struct bio_vec *end = frags->bvec + frags->nr;
	size_t bytes = 0;

	frags->nr = frag - frags->bvec;
	for (; frag < end; frag++) {
		bytes += frag->bv_len;
		put_page(frag->bv_page);
	}
	iov_iter_revert(iter, bytes);
}
EXPORT_SYMBOL_GPL(iov_iter_give_back);

/**
 * iov_iter_trim_frags - give back the last bytes of a buffer
 * @iter: the iterator that @frags was filled from, not moved since
 * @frags: the buffer
 * @bytes: how many bytes to give back, no more than there are
 *
 * As iov_iter_give_back(), for a caller that wants a certain number of bytes
 * less.  The fragment in which they begin becomes shorter and keeps its
 * reference, unless nothing is left of it.
 */
void iov_iter_trim_frags(struct iov_iter *iter, struct iov_frags *frags,
			 size_t bytes)
{
	iov_iter_revert(iter, bytes);
	while (bytes) {
		struct bio_vec *last = &frags->bvec[frags->nr - 1];

		if (bytes < last->bv_len) {
			last->bv_len -= bytes;
			break;
		}
		bytes -= last->bv_len;
		put_page(last->bv_page);
		frags->nr--;
	}
}
EXPORT_SYMBOL_GPL(iov_iter_trim_frags);

/**
 * iov_frags_put - drop the references of all fragments in a buffer
 * @frags: the buffer; empty afterwards, its storage stays
 */
void iov_frags_put(struct iov_frags *frags)
{
	struct bio_vec *frag;

	for_each_iov_frag(frag, frags)
		put_page(frag->bv_page);
	frags->nr = 0;
}
EXPORT_SYMBOL_GPL(iov_frags_put);

/**
 * iov_frags_free - free what iov_iter_fill_frags_alloc() allocated, if it did
 * @frags: the buffer; no reference is dropped
 */
void iov_frags_free(struct iov_frags *frags)
{
	if (!frags->heap)
		return;
	kvfree(frags->heap);
	*frags = (struct iov_frags){ };
}
EXPORT_SYMBOL_GPL(iov_frags_free);

/*
 * Documented where it is declared.  In parentheses because checkpatch.pl takes
 * a name with for_each in it for a loop, and wants its brace on this line.
 */
ssize_t (iov_iter_for_each_page)(struct iov_iter *iter, size_t maxsize,
				 iov_frag_fn f, void *data)
{
	DEFINE_IOV_FRAGS(frags, FRAGS_ON_STACK);
	struct bio_vec *frag;
	ssize_t bytes = 0;
	size_t done = 0;

	while (done < maxsize) {
		bytes = iov_iter_fill_frags(iter, &frags, maxsize - done);
		if (bytes <= 0)
			break;

		for_each_iov_frag(frag, &frags) {
			bytes = f(frag->bv_page, frag->bv_offset, frag->bv_len,
				  data);
			if (bytes < 0) {
				iov_iter_give_back(iter, &frags, frag);
				break;
			}
			done += frag->bv_len;
		}
		iov_frags_put(&frags);
		if (bytes < 0)
			break;
	}
	return done ? done : bytes;
}
EXPORT_SYMBOL_GPL(iov_iter_for_each_page);
