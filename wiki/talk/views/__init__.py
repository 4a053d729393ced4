"""Comments as people meet them: below a page, on a page of their own, and the forms they are written with."""
