void f(int a)
{
	break;
	continue;
	case 1:
	g();
same:
same:
	return;
}
