int f(void)
{
	return old(1
#ifdef MORE
		   + 2
#endif
		   );
}
