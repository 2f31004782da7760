/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_VHOST_SCSI_H
#define _LINUX_VHOST_SCSI_H

#include <linux/scatterlist.h>
#include <linux/uio.h>

#define VHOST_SCSI_UPAGES 48

/**
 * struct vhost_scsi_cmd - a command of a guest
 * @upages: room for the pages of its data
 * @sgl: its data; each entry has a reference to its page
 * @sgl_count: entries in use of @sgl
 */
struct vhost_scsi_cmd {
	struct page *upages[VHOST_SCSI_UPAGES];
	struct scatterlist sgl[VHOST_SCSI_UPAGES];
	int sgl_count;
};

int vhost_scsi_map_data(struct vhost_scsi_cmd *cmd, struct iov_iter *iter,
			int max_sgls);

#endif /* _LINUX_VHOST_SCSI_H */
