/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_VHOST_SCSI_H
#define _LINUX_VHOST_SCSI_H

#include <linux/scatterlist.h>
#include <linux/uio.h>

#define VHOST_SCSI_UPAGES 48

struct vhost_scsi_cmd;

struct vhost_scsi_cmd *vhost_scsi_alloc_cmd(void);
void vhost_scsi_free_cmd(struct vhost_scsi_cmd *cmd);

int vhost_scsi_map_data(struct vhost_scsi_cmd *cmd, struct iov_iter *iter,
			int max_sgls);
struct scatterlist *vhost_scsi_data(struct vhost_scsi_cmd *cmd, int *count);

#endif /* _LINUX_VHOST_SCSI_H */
