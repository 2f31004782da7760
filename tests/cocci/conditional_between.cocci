@@
@@
- open_valve();
- start_pump();
+ begin();
