#include <linux/first.h>
#include "own.h"
#ifdef CONFIG_MORE
#include "more.h"
#endif

int a;
