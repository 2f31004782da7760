#include <linux/slab.h>
#include <net/sock.h>
#include <net/tcp.h>
#include "local.h"

int x;
