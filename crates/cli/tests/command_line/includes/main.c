#include "main.h"
#include "sub/near.h"
#include "far.h"
#include <angled.h>
#include <usual.h>
#include <nowhere.h>

static inline void in_main(long x)
{
	old(x);
}
