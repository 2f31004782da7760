// SPDX-License-Identifier: GPL-2.0-only
static int map_record(struct iov_iter *from, struct scatterlist *to, int room)
{
	DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
	struct bio_vec *frag;
	int n = 0;
	ssize_t copied;

	while (n < room) {
		copied = iov_iter_fill_frags_max(from, &frags, RECORD,
						 room - n);
		if (copied <= 0)
			return -EFAULT;

		for_each_iov_frag(frag, &frags) {
			sg_set_page(&to[n], frag->bv_page, frag->bv_len,
				    frag->bv_offset);
			sg_unmark_end(&to[n]);

			n++;
		}
	}
	return n;
}

static int map_all(struct iov_iter *from, struct scatterlist *to)
{
	DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
	struct bio_vec *frag;
	ssize_t copied;
	int n = 0;

	copied = iov_iter_fill_frags(from, &frags, RECORD);
	if (copied < 0)
		return copied;
	for_each_iov_frag(frag, &frags) {
		sg_set_page(&to[n], frag->bv_page, frag->bv_len,
			    frag->bv_offset);
		n++;
	}
	return n;
}

/* How many at once. */
#define BVECS_AT_ONCE	64

static ssize_t bvecs_of(struct iov_iter *iter, size_t maxsize,
			struct bio_vec *bvecs)
{
	size_t size = 0;
	int bvec_idx = 0;

	while (size < maxsize) {
		DEFINE_IOV_FRAGS(frags, BVECS_AT_ONCE);
		struct bio_vec *frag;
		ssize_t bytes;

		bytes = iov_iter_fill_frags(iter, &frags, maxsize - size);
		if (bytes < 0)
			return size ?: bytes;

		size += bytes;

		for_each_iov_frag(frag, &frags)
			bvec_set_page(&bvecs[bvec_idx++], frag->bv_page,
				      frag->bv_len, frag->bv_offset);
	}

	return size;
}

/* The fragments are counted: must not change. */
static int counted(struct iov_iter *iter, size_t size, struct scatterlist *sg)
{
	DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
	struct bio_vec *frag;
	ssize_t bytes;

	bytes = iov_iter_fill_frags(iter, &frags, size);
	if (bytes <= 0)
		return bytes;
	for_each_iov_frag(frag, &frags)
		sg_set_page(sg++, frag->bv_page, frag->bv_len, frag->bv_offset);
	return frags.nr;
}

/* The fragments are passed on as they are: must not change. */
static void queue_all(struct iov_iter *iter, size_t size, struct queue *queue)
{
	DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
	struct bio_vec *frag;
	ssize_t bytes;

	bytes = iov_iter_fill_frags(iter, &frags, size);
	if (bytes < 0)
		return;
	for_each_iov_frag(frag, &frags)
		queue_add(queue, frag);
}

/* What is left is read while it is counted: must not change. */
static int last_marked(struct iov_iter *iter, size_t left, struct scatterlist *sg)
{
	DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
	struct bio_vec *frag;
	ssize_t bytes;

	bytes = iov_iter_fill_frags(iter, &frags, left);
	if (bytes <= 0)
		return bytes;
	left -= bytes;
	for_each_iov_frag(frag, &frags) {
		sg_set_page(sg, frag->bv_page, frag->bv_len, frag->bv_offset);
		sg_mark(sg++, left == 0);
	}
	return 0;
}

static ssize_t copies(struct iov_iter *iter, size_t maxsize, struct bio_vec *to)
{
	DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
	struct bio_vec *frag;
	ssize_t bytes;

	bytes = iov_iter_fill_frags(iter, &frags, maxsize);
	if (bytes <= 0)
		return bytes;
	for_each_iov_frag(frag, &frags)
		*to++ = *frag;
	return bytes;
}

/* Only some are taken: must not change. */
static void some(struct iov_iter *iter, size_t size, struct scatterlist *sg)
{
	DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
	struct bio_vec *frag;
	ssize_t bytes;

	bytes = iov_iter_fill_frags(iter, &frags, size);
	if (bytes <= 0)
		return;
	for_each_iov_frag(frag, &frags)
		if (!frag->bv_offset)
			sg_set_page(sg++, frag->bv_page, frag->bv_len, 0);
}

/* A limit of 0 would be an error: must not change. */
static int limited(struct iov_iter *iter, struct scatterlist *sg, int max)
{
	DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
	struct bio_vec *frag;
	ssize_t bytes;

	bytes = iov_iter_fill_frags_max(iter, &frags, RECORD, max);
	if (bytes < 0)
		return bytes;
	for_each_iov_frag(frag, &frags)
		sg_set_page(sg++, frag->bv_page, frag->bv_len, 0);
	return 0;
}

static int never_zero(struct iov_iter *iter, struct scatterlist *sg, int max)
{
	DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
	struct bio_vec *frag;
	ssize_t bytes;
	int n = 0;

	while (sg && n < max) {
		bytes = iov_iter_fill_frags_max(iter, &frags, RECORD, max - n);
		if (bytes < 0)
			return bytes;
		for_each_iov_frag(frag, &frags)
			sg_set_page(&sg[n++], frag->bv_page, frag->bv_len, 0);
	}
	return 0;
}

static ssize_t fed(struct iov_iter *from, struct pipe *pipe)
{
	struct buffer buf = { .ops = &user_ops };
	size_t total = 0;
	ssize_t ret = 0;

	while (iov_iter_count(from)) {
		DEFINE_IOV_FRAGS(frags, 16);
		struct bio_vec *frag;
		ssize_t left;

		left = iov_iter_fill_frags(from, &frags, ~0UL);
		if (left <= 0) {
			ret = left;
			break;
		}

		for_each_iov_frag(frag, &frags) {
			buf.page = frag->bv_page;
			buf.offset = frag->bv_offset;
			buf.len = frag->bv_len;
			ret = add_to_pipe(pipe, &buf);
			if (unlikely(ret < 0)) {
				/* add_to_pipe() has dropped this one */
				iov_iter_give_back(from, &frags, frag + 1);
				iov_iter_revert(from, frag->bv_len);
				goto out;
			}
			total += ret;
		}
	}
out:
	return total ? total : ret;
}

/* The walk is over, and what is behind it would see an error: must not change. */
static ssize_t fed_until(struct iov_iter *from, struct pipe *pipe)
{
	DEFINE_IOV_FRAGS(frags, 16);
	struct bio_vec *frag;
	ssize_t left;

	left = iov_iter_fill_frags(from, &frags, ~0UL);
	if (left <= 0)
		return left;
	for_each_iov_frag(frag, &frags) {
		if (add_page(pipe, frag->bv_page, frag->bv_len) < 0) {
			iov_iter_give_back(from, &frags, frag + 1);
			iov_iter_revert(from, frag->bv_len);
			break;
		}
	}
	return 0;
}

/* The page refused is still the caller's: must not change. */
static ssize_t fed_and_kept(struct iov_iter *from, struct pipe *pipe)
{
	DEFINE_IOV_FRAGS(frags, 16);
	struct bio_vec *frag;
	ssize_t left;

	left = iov_iter_fill_frags(from, &frags, ~0UL);
	if (left <= 0)
		return left;
	for_each_iov_frag(frag, &frags) {
		if (add_page(pipe, frag->bv_page, frag->bv_len) < 0) {
			iov_iter_give_back(from, &frags, frag);
			goto out;
		}
	}
out:
	return 0;
}
