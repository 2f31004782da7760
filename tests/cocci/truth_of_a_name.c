int f(char *broken, int other)
{
	char *copy = broken;

	log(broken);
	if (broken)
		return 1;
	while (other && (broken))
		other = !broken;
	if (broken != NULL)
		copy = broken;
	return broken ? 1 : other;
}
