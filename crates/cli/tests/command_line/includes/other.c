#include "main.h"

static inline void in_other(long x)
{
	old(x);
}
