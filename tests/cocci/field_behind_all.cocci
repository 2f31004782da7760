@@
field list fs;
identifier s;
@@
struct s {
  fs
+ int extra;
};
