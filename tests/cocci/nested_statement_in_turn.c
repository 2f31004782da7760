void empty(struct tank *tank)
{
	if (wet(tank))
		drain(tank);
	if (wet(tank)) {
		/* not dry */
		if (wet(tank->next))
			drain(tank->next);
		drain(tank);
	}
}
