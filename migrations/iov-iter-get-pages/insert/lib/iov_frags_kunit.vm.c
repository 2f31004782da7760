#include <linux/mman.h>

/* Maps user memory of the given size and a hole of one page after it. */
static void __user *map_user(struct kunit *test, unsigned int pages)
{
	unsigned long addr;

	addr = kunit_vm_mmap(test, NULL, 0, (pages + 1) * PAGE_SIZE,
			     PROT_READ | PROT_WRITE,
			     MAP_ANONYMOUS | MAP_PRIVATE, 0);
	KUNIT_ASSERT_NE(test, addr, 0UL);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(addr));
	KUNIT_ASSERT_EQ(test, 0, vm_munmap(addr + pages * PAGE_SIZE, PAGE_SIZE));
	return (void __user *)addr;
}

