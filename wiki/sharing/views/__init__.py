"""The screens of sharing: the questions, the code, one's own contribution, consent."""
