static int walk(struct iov_iter *iter, size_t size)
{
	DEFINE_IOV_FRAGS(frags, 16);
	struct bio_vec *frag;

	if (iov_iter_fill_frags(iter, &frags, size) <= 0)
		return 0;
	for_each_iov_frag(frag, &frags) {
		if (add(frag->bv_page, frag->bv_len, frag->bv_offset))
			return -ENOMEM; // found
	}
	return 0;
}

static int jump(struct iov_iter *iter, size_t size)
{
	DEFINE_IOV_FRAGS(frags, 16);
	struct bio_vec *frag;
	int error = 0;

	if (iov_iter_fill_frags(iter, &frags, size) <= 0)
		return 0;
	for_each_iov_frag(frag, &frags) {
		error = add(frag->bv_page, frag->bv_len, frag->bv_offset);
		if (error)
			goto fail; // found
	}
	return 0;
fail:
	report(error);
	return error;
}
