void run(int cmd)
{
	switch (cmd) {
	case CMD_RESET:
		reset();
		log();
		break;
	case CMD_START:
		start();
		break;
	case CMD_OLD:
		if (old)
			start();
		break;
	default:
		stop();
	}
	switch (cmd) {
	case CMD_RESET:
		reset();
		break;
	}
}
