// SPDX-License-Identifier: MIT OR Apache-2.0
#include <linux/module.h>
#define FROB_MAX 16
#define to_frob(x) container_of(x, struct frob, dev)

struct frob {
	struct device dev;
	u32 flags : 3, mode : 5;
	union { int a; void __iomem *b; };
	struct list_head list;
	u8 data[] __counted_by(mode);
} __packed __aligned(8);

static DEFINE_MUTEX(frob_lock);
static LIST_HEAD(frobs);

static int __init frob_probe(struct platform_device *pdev, const char __user *buf)
{
	struct frob *f __free(kfree) = NULL, *next;
	unsigned long irqflags;
	int ret = -ENODEV, i;

	guard(mutex)(&frob_lock);
	scoped_guard(spinlock_irqsave, &f->lock) {
		if (!f)
			return -EINVAL;
	}
	list_for_each_entry_safe(f, next, &frobs, list) {
		if (f->flags & BIT(2))
			continue;
		else if (unlikely(IS_ERR(f->dev.parent)))
			goto err;
		for (i = 0; i < ARRAY_SIZE(f->data); i++)
			f->data[i] = (u8)~i << 1 | (i ? f->mode : 0x1fUL);
	}
	switch (ret) {
	case 0 ... 3:
	case -EINVAL:
		ret = ({ typeof(i) __x = i; __x > 3 ? __x : 3; });
		fallthrough;
	default:
		dev_err(&pdev->dev, "failed: " FMT " %d\n", ret);
	}
	do {
		asm volatile("1: mov %1, %0\n" : "=r" (i) : "r" (ret) : "memory");
	} while (0);
	return sizeof(struct frob) + sizeof f->data;
err:
	kfree(f);
	return ret;
}
module_init(frob_probe);
MODULE_LICENSE("GPL");
