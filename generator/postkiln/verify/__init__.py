"""Does a client send what its collection says, and read it back? A collection in, a `Report` out.

The client is generated and imported in memory, each method is called with the item's own
values, and each saved example is replayed. Nothing is written, nothing goes over the
network: a mock server answers.
"""

from postkiln.verify.report import Check, Problem, Report
from postkiln.verify.run import verify

__all__ = ["Check", "Problem", "Report", "verify"]
