DEFINE_COUNTER(drops);
int first_failure __cold_path;
port_id uplink;

void reset(struct box *box)
{
	for_each_port(box) {
		port_id id;

		port_reset(box->port);
	}
	box_done(box);
}
