typedef unsigned int word;
typedef struct node *link;
word count;
