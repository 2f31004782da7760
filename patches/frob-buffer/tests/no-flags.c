// SPDX-License-Identifier: GPL-2.0-only
static int send_both(struct frob_dev *dev, const void *buf, size_t len)
{
	int ret;

	ret = frob_pages(dev, &header, sizeof(header), 0);
	if (ret || !len)
		return ret;

	return frob_pages(dev, buf, len, 0);
}

/* Passes flags: must not change. */
static int flush(struct frob_dev *dev)
{
	return frob_pages(dev, NULL, 0, FROB_WAIT);
}
