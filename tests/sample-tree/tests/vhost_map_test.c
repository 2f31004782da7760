// SPDX-License-Identifier: GPL-2.0-only
#include <linux/vhost_scsi.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct vhost_scsi_cmd cmd = {};
	int max = rnd(3) ? VHOST_SCSI_UPAGES : rnd(VHOST_SCSI_UPAGES);
	int rc;

	rc = vhost_scsi_map_data(&cmd, iter, max);
	trace_event("returned", rc, cmd.sgl_count, 0);
	trace_and_put_sg(cmd.sgl, cmd.sgl_count);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "vhost_map", drive);
}
