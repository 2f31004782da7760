static inline void in_always(long x)
{
	old(x);
}
