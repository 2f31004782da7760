// SPDX-License-Identifier: GPL-2.0-only
/* Two callers: one passes no flags, one does. */
int frob_send(struct frob_dev *dev, const void *buf, size_t len)
{
	return frob_pages(dev, buf, len, 0);
}

int frob_flush(struct frob_dev *dev)
{
	return frob_pages(dev, NULL, 0, FROB_WAIT);
}
