void apart(void)
{
#ifdef CONFIG_VALVE
	open_valve();
#endif
	start_pump();
}

void together(void)
{
#ifdef CONFIG_VALVE
	open_valve();
	start_pump();
#endif
}

void empty(void)
{
	open_valve();
#ifdef CONFIG_VALVE
#endif
	start_pump();
}
