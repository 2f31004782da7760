// SPDX-License-Identifier: GPL-2.0-only
int setup(struct request *req, struct iov_iter *iter)
{
	ssize_t rc;
	unsigned int cur_npages;
	unsigned int npages = 0;
	unsigned int i;
	size_t len;
	size_t count = iov_iter_count(iter);
	size_t start;
	unsigned int max_pages = iov_iter_npages(iter, INT_MAX);
	struct page **pages;
	struct bio_vec *bv;

	bv = kvmalloc_array(max_pages, sizeof(*bv), GFP_KERNEL);
	if (!bv)
		return -ENOMEM;

	pages = kvmalloc_array(max_pages, sizeof(*pages), GFP_KERNEL);
	if (!pages) {
		kvfree(bv);
		return -ENOMEM;
	}

	while (count && npages < max_pages) {
		rc = iov_iter_get_pages2(iter, pages, count, max_pages, &start);
		if (rc < 0) {
			complain(rc);
			break;
		}

		if (rc > count) {
			complain(count);
			break;
		}

		count -= rc;
		rc += start;
		cur_npages = DIV_ROUND_UP(rc, PAGE_SIZE);

		if (npages + cur_npages > max_pages) {
			complain(max_pages);
			break;
		}

		for (i = 0; i < cur_npages; i++) {
			len = rc > PAGE_SIZE ? PAGE_SIZE : rc;
			bv[npages + i].bv_page = pages[i];
			bv[npages + i].bv_offset = start;
			bv[npages + i].bv_len = len - start;
			rc -= len;
			start = 0;
		}

		npages += cur_npages;
	}

	kvfree(pages);
	req->bv = bv;
	req->npages = npages;
	return 0;
}

/* Up to 5.19, and the array comes from one of two places. */
int setup_limited(struct request *req, struct iov_iter *iter, size_t count)
{
	unsigned int cur_npages, npages = 0, i;
	unsigned int max_pages = iov_iter_npages(iter, INT_MAX);
	struct page **pages = NULL;
	struct bio_vec *bv = req->bv;
	size_t start, len;
	ssize_t rc;

	if (array_size(max_pages, sizeof(*pages)) <= KMALLOC_LIMIT)
		pages = kmalloc_array(max_pages, sizeof(*pages), GFP_KERNEL);

	if (!pages) {
		pages = vmalloc(array_size(max_pages, sizeof(*pages)));
		if (!pages)
			return -ENOMEM;
	}

	while (count && npages < max_pages) {
		rc = iov_iter_get_pages(iter, pages, count, max_pages, &start);
		if (rc < 0) {
			complain(rc);
			break;
		}

		if (rc > count) {
			complain(count);
			break;
		}

		iov_iter_advance(iter, rc);
		count -= rc;
		rc += start;
		cur_npages = DIV_ROUND_UP(rc, PAGE_SIZE);

		if (npages + cur_npages > max_pages) {
			complain(max_pages);
			break;
		}

		for (i = 0; i < cur_npages; i++) {
			len = rc > PAGE_SIZE ? PAGE_SIZE : rc;
			bv[npages + i].bv_page = pages[i];
			bv[npages + i].bv_offset = start;
			bv[npages + i].bv_len = len - start;
			rc -= len;
			start = 0;
		}

		npages += cur_npages;
	}

	kvfree(pages);
	req->npages = npages;
	return 0;
}
