#include <linux/old.h>
#include <linux/older.h>
