static struct frob_ops my_ops = {
	.open = my_open,
	.read = my_read,
	.flags = 0,
	.close = my_close,
};
