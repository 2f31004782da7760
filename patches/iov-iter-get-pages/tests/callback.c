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

static ssize_t bvecs_of(struct iov_iter *iter, size_t maxsize,
			struct bio_vec *bvecs)
{
	size_t size = 0;
	int bvec_idx = 0;

	while (size < maxsize) {
		DEFINE_IOV_FRAGS(frags, MAX_FRAGS);
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
