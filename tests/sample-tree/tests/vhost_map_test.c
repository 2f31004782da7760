// SPDX-License-Identifier: GPL-2.0-only
#include <linux/vhost_scsi.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct vhost_scsi_cmd *cmd = vhost_scsi_alloc_cmd();
	int max = rnd(3) ? VHOST_SCSI_UPAGES : rnd(VHOST_SCSI_UPAGES);
	struct scatterlist *sg;
	int rc, count, k;

	rc = vhost_scsi_map_data(cmd, iter, max);
	sg = vhost_scsi_data(cmd, &count);
	trace_event("returned", rc, count, 0);
	for (k = 0; k < count; k++)
		trace_page("entry", sg_page(&sg[k]), sg[k].offset,
			   sg[k].length);
	vhost_scsi_free_cmd(cmd);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "vhost_map", drive);
}
