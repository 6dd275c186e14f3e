"""What each text of a request becomes: an argument, a client option or a constant.

Three laws decide. The item's own values give the request that Postman sends. What the
author typed to try a request out is never sent unless the caller says so. Every value can
be given, and what is not required can be left out.

`tables/` has these laws as rows: the first row that fits a text decides. `evidence` is what
the whole collection says of a text, `settled` what the lock and the configuration say, and
`place` goes through the requests.
"""
