static const struct operations fast = {
	.open = fast_open,
};
