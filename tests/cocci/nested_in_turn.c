int deepest(struct tank *one, struct tank *two)
{
	int most = max(one->depth, max(two->depth, 3));

	return max(pick(max(one->depth, most)), 1) + max(2, most);
}
