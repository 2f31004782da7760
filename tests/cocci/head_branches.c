void fill(struct tank *tank, struct pump *pump)
{
	if (tank != NULL)
		start(pump);
	if (pump)
		stop(pump);
	level(tank != NULL);
}
