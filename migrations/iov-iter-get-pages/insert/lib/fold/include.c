#include <linux/iov_frags.h>
