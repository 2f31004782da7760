	return -EFAULT;
}

