int probe(struct dev *d)
{
	int err = map(d);

	if (err < 0)
		goto out;
	err = start(d);
	if (err < 0) {
		if (d->loud)
			log(d);
		unmap(d);
		goto out;
	}
	return 0;
out:
	put(d);
	return err;
}
