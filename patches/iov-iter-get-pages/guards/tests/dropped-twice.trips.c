static void back(struct iov_iter *iter, struct bio_vec *frag)
{
	DEFINE_IOV_FRAGS(frags, 16);

	iov_iter_give_back(iter, &frags, frag);
	iov_frags_put(&frags); // found
}

static void put(struct iov_iter *iter, struct bio_vec *frag, bool stop)
{
	DEFINE_IOV_FRAGS(frags, 16);

	iov_frags_put(&frags);
	if (stop)
		iov_iter_give_back(iter, &frags, frag); // found
}
