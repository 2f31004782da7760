int f(int broken, int other)
{
	int copy = broken;

	log(broken);
	if (broken)
		return 1;
	while (other && (broken))
		other = !broken;
	copy = broken || other;
	copy = (broken);
	return broken ? copy : other;
}
