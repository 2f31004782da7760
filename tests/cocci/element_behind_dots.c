static struct client template = {
	.name		= "a client of some length",
	.driver		= &a_driver_of_some_length
};
