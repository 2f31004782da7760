static inline void in_beside(long x)
{
	old(x);
}
