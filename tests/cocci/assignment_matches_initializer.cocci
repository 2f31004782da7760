@@
expression x, size;
@@
- x = kmalloc(size, GFP_KERNEL)
+ x = kzalloc(size, GFP_KERNEL)
  ...
- memset(x, 0, size);
