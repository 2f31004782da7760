// SPDX-License-Identifier: GPL-2.0-only
@@
expression dev, buf, len;
iterator name frob_each_outlined;
@@
- return frob_buffer(dev, buf, len);
+ frob_each_outlined(len)
+	frob_byte(dev, buf, at);
