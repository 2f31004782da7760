/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CAPTURE_H
#define _LINUX_CAPTURE_H

#include <linux/scatterlist.h>
#include <linux/uio.h>

#define CAPTURE_PLANES 3
#define CAPTURE_PAGES 24

/**
 * struct capture_plane - one plane of a picture
 * @left: bytes which have no memory yet
 * @nents: entries in use of @sg
 * @sg: memory; each entry has a reference to its page
 */
struct capture_plane {
	size_t left;
	int nents;
	struct scatterlist sg[CAPTURE_PAGES];
};

struct capture {
	struct capture_plane planes[CAPTURE_PLANES];
};

#define for_each_plane(plane, cap)		\
	for ((plane) = (cap)->planes;		\
	     (plane) < (cap)->planes + CAPTURE_PLANES; (plane)++)

/**
 * struct grab_ops - how pages are got
 * @name: of the way
 * @grab: the function
 */
struct grab_ops {
	const char *name;
	ssize_t (*grab)(struct iov_iter *iter, struct page **pages,
			size_t maxsize, unsigned int maxpages, size_t *start);
};

extern const struct grab_ops user_grab_ops;

/* drivers/misc/capture.c */
int capture_map(struct capture *cap, struct iov_iter *iter);
ssize_t capture_stamp(struct iov_iter *iter, unsigned char stamp);

/* drivers/misc/grab.c */
ssize_t grab_first(const struct grab_ops *ops, struct iov_iter *iter,
		   struct bio_vec *piece);
ssize_t grab_last_error(struct iov_iter *iter, char *text, size_t size);

#endif /* _LINUX_CAPTURE_H */
