// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest's memory as a table for the host's device.
 */
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/uio.h>
#include <linux/vhost_scsi.h>

/* Returns how many entries of @sgl were used, or an error. */
static int vhost_scsi_map_to_sgl(struct vhost_scsi_cmd *cmd,
				 struct iov_iter *iter,
				 struct scatterlist *sgl)
{
	struct page **pages = cmd->upages;
	struct scatterlist *sg = sgl;
	ssize_t bytes;
	size_t offset;
	unsigned int npages = 0;

	bytes = iov_iter_get_pages2(iter, pages, LONG_MAX,
				    VHOST_SCSI_UPAGES, &offset);
	/* No pages were had */
	if (bytes <= 0)
		return bytes < 0 ? bytes : -EFAULT;

	while (bytes) {
		unsigned int n = min_t(unsigned int, PAGE_SIZE - offset, bytes);

		sg_set_page(sg++, pages[npages++], n, offset);
		bytes -= n;
		offset = 0;
	}
	return npages;
}

static int vhost_scsi_iov_to_sgl(struct vhost_scsi_cmd *cmd,
				 struct iov_iter *iter,
				 struct scatterlist *sg)
{
	struct scatterlist *p = sg;
	int ret;

	while (iov_iter_count(iter)) {
		ret = vhost_scsi_map_to_sgl(cmd, iter, sg);
		if (ret < 0) {
			while (p < sg)
				put_page(sg_page(p++));
			return ret;
		}
		sg += ret;
	}
	return 0;
}

/**
 * vhost_scsi_map_data() - make the table of a command's data
 * @cmd: the command
 * @iter: the guest's memory
 * @max_sgls: entries which the device can take
 *
 * Return: 0, -EINVAL if they are not enough, or -EFAULT. Nothing is held then.
 */
int vhost_scsi_map_data(struct vhost_scsi_cmd *cmd, struct iov_iter *iter,
			int max_sgls)
{
	int sgl_count = iov_iter_npages(iter, VHOST_SCSI_UPAGES + 1);
	int ret;

	if (sgl_count > max_sgls) {
		pr_err("%s: %d entries needed of %d\n", __func__, sgl_count,
		       max_sgls);
		return -EINVAL;
	}

	sg_init_table(cmd->sgl, sgl_count);
	cmd->sgl_count = sgl_count;
	ret = vhost_scsi_iov_to_sgl(cmd, iter, cmd->sgl);
	if (ret < 0)
		cmd->sgl_count = 0;
	return ret;
}
EXPORT_SYMBOL_GPL(vhost_scsi_map_data);
