		left -= len;
		offset = 0;
	}
	rcu_read_unlock();
	if (left == maxsize)
		return -EFAULT;
	iov_iter_advance(i, maxsize - left);
	return maxsize - left;
}

