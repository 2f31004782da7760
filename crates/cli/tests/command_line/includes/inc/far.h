static inline void in_far(long x)
{
	old(x);
}
