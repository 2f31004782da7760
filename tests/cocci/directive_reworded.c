#include <a/one.h>	/* for one() */

#define SLOTS   4 // per device
