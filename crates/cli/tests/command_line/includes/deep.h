static inline void in_deep(long x)
{
	old(x);
}
