struct buf *buf_get(struct device *owner);
extern struct buf *buf_get(struct device *);
int buf_put(struct buf *b);

struct buf *buf_get(struct device *dev)
{
	return pool(dev);
}

int buf_put(struct buf *b)
{
	return 0;
}
