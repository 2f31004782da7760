@@
identifier s;
field f =~ "^last_";
@@

struct s {
  ...
+ int added;
  f
  ...
};
