static int run(void)
{
	DEFINE_QUEUE(jobs, MAX_JOBS);
	DEFINE_QUEUE(idle, 1);
	int n = 0;

	start(&jobs);
	return n;
}
