#include "beside.h"
#include "../always.h"

static inline void in_near(long x)
{
	old(x);
}
