	if (i->nofault)
		gup_flags |= FOLL_NOFAULT;
