int run(int level)
{
#ifdef CONFIG_VALVE
	open_valve();
#endif
	start_pump();
	return level
#ifdef CONFIG_SCALE
		;
#else
		* 2;
#endif
}
