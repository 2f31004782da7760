@first@
declarer name DEFINE_COUNTER;
iterator name for_each_port;
attribute name __cold_path;
typedef port_id;
identifier x;
@@

  DEFINE_COUNTER(x);

@@
identifier x;
@@

- DEFINE_COUNTER(x);
+ DEFINE_GAUGE(x);

@@
expression p;
statement S;
@@

- for_each_port(p) S
+ walk_ports(p);

@@
identifier x;
@@

- int x __cold_path;
+ int x;

@@
identifier x;
@@

- port_id x;
+ unsigned int x;
