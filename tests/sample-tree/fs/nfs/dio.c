// SPDX-License-Identifier: GPL-2.0-only
/*
 * Direct I/O: the user's pages are queued for the server.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include "internal.h"

static void nfs_direct_release_pages(struct page **pages, unsigned int npages)
{
	unsigned int i;

	for (i = 0; i < npages; i++)
		put_page(pages[i]);
}

/**
 * nfs_direct_read() - queue reads into the user's memory
 * @dreq: the I/O
 * @iter: the memory
 * @pos: where in the file to start
 * @rsize: bytes which the server gives at a time
 *
 * Return: bytes queued, or an error if there are none. Unless they are all that
 * @iter had, where it stands is not defined.
 */
ssize_t nfs_direct_read(struct nfs_direct_req *dreq, struct iov_iter *iter,
			loff_t pos, size_t rsize)
{
	ssize_t result = -EINVAL;
	size_t requested_bytes = 0;

	while (iov_iter_count(iter)) {
		struct page **pagevec;
		size_t bytes;
		size_t pgbase;
		unsigned int npages, i;

		result = iov_iter_get_pages_alloc2(iter, &pagevec,
						   rsize, &pgbase);
		if (result < 0)
			break;

		bytes = result;
		npages = (result + pgbase + PAGE_SIZE - 1) / PAGE_SIZE;
		for (i = 0; i < npages; i++) {
			struct nfs_page *req;
			unsigned int req_len = min_t(size_t, bytes,
						     PAGE_SIZE - pgbase);

			req = nfs_create_request(pagevec[i], pgbase, req_len);
			if (IS_ERR(req)) {
				result = PTR_ERR(req);
				break;
			}
			req->pos = pos;
			if (!nfs_queue_request(dreq, req)) {
				result = -EAGAIN;
				nfs_release_request(req);
				break;
			}
			pgbase = 0;
			bytes -= req_len;
			requested_bytes += req_len;
			pos += req_len;
			dreq->bytes_left -= req_len;
		}
		nfs_direct_release_pages(pagevec, npages);
		kvfree(pagevec);
		if (result < 0)
			break;
	}

	return requested_bytes ? requested_bytes : result;
}

/**
 * nfs_direct_write() - queue writes from the user's memory
 * @dreq: the I/O
 * @iter: the memory
 * @pos: where in the file to start
 * @wsize: bytes which the server takes at a time
 *
 * Return: bytes queued, or an error if there are none. Unless they are all that
 * @iter had, where it stands is not defined.
 */
ssize_t nfs_direct_write(struct nfs_direct_req *dreq, struct iov_iter *iter,
			 loff_t pos, size_t wsize)
{
	ssize_t result = 0;
	size_t requested_bytes = 0;

	while (iov_iter_count(iter)) {
		struct page **pagevec;
		size_t bytes;
		size_t pgbase;
		unsigned int npages, i;

		result = iov_iter_get_pages_alloc2(iter, &pagevec,
						   wsize, &pgbase);
		if (result < 0)
			break;

		bytes = result;
		npages = (result + pgbase + PAGE_SIZE - 1) / PAGE_SIZE;
		for (i = 0; i < npages; i++) {
			struct nfs_page *req;
			unsigned int req_len = min_t(size_t, bytes,
						     PAGE_SIZE - pgbase);

			req = nfs_create_request(pagevec[i], pgbase, req_len);
			if (IS_ERR(req)) {
				result = PTR_ERR(req);
				break;
			}

			req->pos = pos;
			if (nfs_queue_full(dreq, req)) {
				/* The rest is sent when these are done. */
				result = -EAGAIN;
				nfs_release_request(req);
				break;
			}

			nfs_queue_request(dreq, req);
			pgbase = 0;
			bytes -= req_len;
			requested_bytes += req_len;
			pos += req_len;
			dreq->bytes_left -= req_len;
		}
		nfs_direct_release_pages(pagevec, npages);
		kvfree(pagevec);
		if (result < 0)
			break;
	}

	return requested_bytes ? requested_bytes : result;
}
