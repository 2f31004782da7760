static const struct frob_ops a = {
	.open = a_open,
	.suspend = a_suspend,
	.close = a_close,
};
