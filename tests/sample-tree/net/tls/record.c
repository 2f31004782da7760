// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records to be sent, in the user's own pages.
 */
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/uio.h>
#include <net/sock.h>
#include <net/tls.h>

/**
 * tls_record_from_iter() - put the pages of a record into its table
 * @from: where the record lies
 * @length: its bytes
 * @used: entries in use of the table; the new ones are added
 * @to: the table
 * @to_max: entries which it has
 *
 * Return: 0, or -EFAULT if the record does not fit or a page is not there. The
 * entries made until then stay, and @from is where it was.
 */
int tls_record_from_iter(struct iov_iter *from, int length, int *used,
			 struct scatterlist *to, int to_max)
{
	int rc = 0, i = 0, num_elem = *used, maxpages;
	struct page *pages[MAX_SKB_FRAGS];
	unsigned int size = 0;
	ssize_t copied, use;
	size_t offset;

	while (length > 0) {
		i = 0;
		maxpages = min_t(int, to_max - num_elem, MAX_SKB_FRAGS);
		if (maxpages == 0) {
			rc = -EFAULT;
			goto out;
		}
		copied = iov_iter_get_pages2(from, pages,
					     length,
					     maxpages, &offset);
		if (copied <= 0) {
			rc = -EFAULT;
			goto out;
		}

		length -= copied;
		size += copied;
		while (copied) {
			use = min_t(int, copied, PAGE_SIZE - offset);

			sg_set_page(&to[num_elem],
				    pages[i], use, offset);
			sg_unmark_end(&to[num_elem]);

			offset = 0;
			copied -= use;

			i++;
			num_elem++;
		}
	}
	/* The last entry, if there is a new one, ends the table. */
	if (num_elem > *used)
		sg_mark_end(&to[num_elem - 1]);
out:
	if (rc)
		iov_iter_revert(from, size);
	*used = num_elem;

	return rc;
}
EXPORT_SYMBOL_GPL(tls_record_from_iter);
