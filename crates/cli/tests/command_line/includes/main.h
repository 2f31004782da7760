#include "deep.h"

static inline void in_header(long x)
{
	old(x);
}
