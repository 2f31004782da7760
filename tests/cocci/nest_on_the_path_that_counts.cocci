@exists@
@@
- begin(...);
<...
- step(...);
...>
- end(...);
