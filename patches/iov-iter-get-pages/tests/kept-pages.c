// SPDX-License-Identifier: GPL-2.0-only
struct desc {
	unsigned int length;
	unsigned int offset;
};

static inline void set_lengths(struct desc *descs, unsigned int index,
			       unsigned int nr)
{
	unsigned int i;

	for (i = index; i < index + nr; i++)
		descs[i].length = PAGE_SIZE - descs[i].offset;
}

int fill_request(struct request *req, struct iov_iter *ii, size_t *nbytesp,
		 unsigned int max_pages)
{
	size_t nbytes = 0;
	ssize_t ret = 0;

	while (nbytes < *nbytesp && req->num_pages < max_pages) {
		unsigned int npages;
		size_t start;

		ret = iov_iter_get_pages2(ii, &req->pages[req->num_pages],
					  *nbytesp - nbytes,
					  max_pages - req->num_pages,
					  &start);
		if (ret < 0)
			break;

		nbytes += ret;

		ret += start;
		npages = DIV_ROUND_UP(ret, PAGE_SIZE);

		req->descs[req->num_pages].offset = start;
		set_lengths(req->descs, req->num_pages, npages);

		req->num_pages += npages;
		req->descs[req->num_pages - 1].length -=
			(PAGE_SIZE - ret) & (PAGE_SIZE - 1);
	}

	*nbytesp = nbytes;
	return ret < 0 ? ret : 0;
}

/* Up to 5.19. */
int fill_stepped(struct request *req, struct iov_iter *ii, size_t wanted,
		 unsigned int max_pages)
{
	size_t nbytes = 0;
	ssize_t ret = 0;

	while (nbytes < wanted && req->num_pages < max_pages) {
		unsigned int npages;
		size_t start;
		ret = iov_iter_get_pages(ii, &req->pages[req->num_pages],
					 wanted - nbytes,
					 max_pages - req->num_pages, &start);
		if (ret < 0)
			break;

		iov_iter_advance(ii, ret);
		nbytes += ret;

		ret += start;
		npages = (ret + PAGE_SIZE - 1) / PAGE_SIZE;

		req->descs[req->num_pages].offset = start;
		set_lengths(req->descs, req->num_pages, npages);

		req->num_pages += npages;
		req->descs[req->num_pages - 1].length -=
			(PAGE_SIZE - ret) & (PAGE_SIZE - 1);
	}
	return ret < 0 ? ret : 0;
}
