void measure(int level)
{
	scale(scale(level));
	use(scale(level) + scale(1));
}
