#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>

/* Gives the test's thread an address space; it goes when the thread ends. */
static void attach_mm(struct kunit *test)
{
	struct mm_struct *mm;

	if (current->mm)
		return;

	mm = mm_alloc();
	KUNIT_ASSERT_TRUE(test, !!mm);
	mm->task_size = TASK_SIZE;
	arch_pick_mmap_layout(mm, &current->signal->rlim[RLIMIT_STACK]);
	kthread_use_mm(mm);
}

/* Maps user memory of the given size and a hole of one page after it. */
static void __user *map_user(struct kunit *test, unsigned int pages)
{
	unsigned long addr;

	attach_mm(test);
	addr = vm_mmap(NULL, 0, (pages + 1) * PAGE_SIZE, PROT_READ | PROT_WRITE,
		       MAP_ANONYMOUS | MAP_PRIVATE, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(addr));
	KUNIT_ASSERT_EQ(test, 0, vm_munmap(addr + pages * PAGE_SIZE, PAGE_SIZE));
	return (void __user *)addr;
}

