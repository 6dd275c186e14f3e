"""What each text of a request becomes: an argument, a client option or a constant.

Three laws decide. The item's own values give the request that Postman sends. What the
author typed to try a request out is never sent unless the caller says so. Every value can
be given, and what is not required can be left out.

`path_table`, `query_table`, `header_table` and `body_table` are these laws as rows: the
first row that fits a text decides. `texts` and `names` are the terms they use, `evidence`
is what the whole collection says of a text, and `place` goes through the requests.
"""
