void empty(struct tank *left, struct tank *right, struct tank *other)
{
	if (left && right) {
		drain(left);
		drain(right);
		drain(other);
	}
}
