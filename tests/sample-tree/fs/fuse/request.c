// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests which carry the user's own pages.
 */
#include <linux/fuse_i.h>
#include <linux/mm.h>
#include <linux/uio.h>

static void fuse_descs_init(struct fuse_page_desc *descs, unsigned int index,
			    unsigned int nr_pages)
{
	unsigned int i;

	for (i = index; i < index + nr_pages; i++)
		descs[i].length = PAGE_SIZE - descs[i].offset;
}

/**
 * fuse_args_fill() - add pages to a request
 * @ap: the request, which keeps them until fuse_args_release()
 * @ii: where the bytes are
 * @nbytesp: how many at most; changed to how many there are in the request
 * @max_pages: pages which the request can have
 *
 * Return: 0 or an error. What was added until then stays.
 */
int fuse_args_fill(struct fuse_args_pages *ap, struct iov_iter *ii,
		   size_t *nbytesp, unsigned int max_pages)
{
	size_t nbytes = 0;	/* bytes already in the request */
	ssize_t ret = 0;

	while (nbytes < *nbytesp && ap->num_pages < max_pages) {
		unsigned int npages;
		size_t start;

		ret = iov_iter_get_pages2(ii, &ap->pages[ap->num_pages],
					  *nbytesp - nbytes,
					  max_pages - ap->num_pages,
					  &start);
		if (ret <= 0)
			break;

		nbytes += ret;

		ret += start;
		npages = DIV_ROUND_UP(ret, PAGE_SIZE);

		ap->descs[ap->num_pages].offset = start;
		fuse_descs_init(ap->descs, ap->num_pages, npages);

		ap->num_pages += npages;
		ap->descs[ap->num_pages - 1].length -=
			(PAGE_SIZE - ret) & (PAGE_SIZE - 1);
	}

	*nbytesp = nbytes;

	return ret < 0 ? ret : 0;
}
EXPORT_SYMBOL(fuse_args_fill);

void fuse_args_release(struct fuse_args_pages *ap)
{
	unsigned int i;

	for (i = 0; i < ap->num_pages; i++)
		put_page(ap->pages[i]);
	ap->num_pages = 0;
}
EXPORT_SYMBOL(fuse_args_release);
