// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest's memory as a table for the host's device.
 */
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <linux/vhost_scsi.h>

/**
 * struct vhost_scsi_cmd - a command of a guest
 * @upages: room for the pages of its data while they are got
 * @sgl: its data; each entry has a reference to its page
 * @sgl_count: entries in use of @sgl
 */
struct vhost_scsi_cmd {
	struct page **upages;
	struct scatterlist *sgl;
	int sgl_count;
};

void vhost_scsi_free_cmd(struct vhost_scsi_cmd *cmd)
{
	int i;

	for (i = 0; i < cmd->sgl_count; i++)
		put_page(sg_page(&cmd->sgl[i]));
	kfree(cmd->upages);
	kfree(cmd->sgl);
	kfree(cmd);
}
EXPORT_SYMBOL_GPL(vhost_scsi_free_cmd);

struct vhost_scsi_cmd *vhost_scsi_alloc_cmd(void)
{
	struct vhost_scsi_cmd *cmd = kzalloc(sizeof(*cmd), GFP_KERNEL);

	if (!cmd)
		return NULL;
	cmd->sgl = kcalloc(VHOST_SCSI_UPAGES, sizeof(*cmd->sgl), GFP_KERNEL);
	cmd->upages = kcalloc(VHOST_SCSI_UPAGES, sizeof(struct page *),
			      GFP_KERNEL);
	if (!cmd->sgl || !cmd->upages) {
		vhost_scsi_free_cmd(cmd);
		return NULL;
	}
	return cmd;
}
EXPORT_SYMBOL_GPL(vhost_scsi_alloc_cmd);

/* The table of a command's data, and how many entries it has. */
struct scatterlist *vhost_scsi_data(struct vhost_scsi_cmd *cmd, int *count)
{
	*count = cmd->sgl_count;
	return cmd->sgl;
}
EXPORT_SYMBOL_GPL(vhost_scsi_data);

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
