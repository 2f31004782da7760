static void either(struct iov_iter *iter, struct bio_vec *frag, bool stop)
{
	DEFINE_IOV_FRAGS(frags, 16);

	if (stop)
		iov_iter_give_back(iter, &frags, frag);
	else
		iov_frags_put(&frags);
}

static void again(struct iov_iter *iter, size_t size)
{
	DEFINE_IOV_FRAGS(frags, 16);

	iov_frags_put(&frags);
	if (iov_iter_fill_frags(iter, &frags, size) > 0)
		iov_frags_put(&frags);
}
