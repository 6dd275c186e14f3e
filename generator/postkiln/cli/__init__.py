"""The command line: arguments in; text on stdout and stderr, and an exit status out.

Status 0: done. 1: differences, or failed checks. 2: it could not. This package is the
only code that prints. What takes long to import is imported by the command that needs
it, so that `--help` costs little more than starting Python.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from postkiln import __version__
from postkiln.cli.explain import explain
from postkiln.cli.generate import check, generate
from postkiln.cli.inspect import inspect
from postkiln.cli.pull import pull
from postkiln.cli.terminal import escape_unencodable, print_error
from postkiln.cli.verify import verify
from postkiln.diagnostics.errors import InputError, PostkilnError, StrictError

__all__ = ["cli", "main"]


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Bake a Postman collection into a typed Python client.

    \b
    postkiln generate bookshop.json           write the client to ./bookshop
    postkiln check bookshop.json              say what generate would change
    postkiln inspect bookshop.json            show the methods it would have
    postkiln verify bookshop.json             call them all and compare
    postkiln pull postman:UID bookshop.json   keep a collection of Postman's as a file
    postkiln explain no-example               say what a notice means

    `postkiln COMMAND --help` says more.
    """


cli.add_command(generate)
cli.add_command(check)
cli.add_command(inspect)
cli.add_command(verify)
cli.add_command(pull)
cli.add_command(explain)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (default: the process's own) and return its exit status."""
    escape_unencodable(sys.stdout)
    try:
        # Commands return their status. In standalone mode, click would end the process.
        status = cli.main(arguments, prog_name="postkiln", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        click.echo("postkiln: interrupted", err=True)
        return 130  # as shells have it for a command that Ctrl-C ended: 128 + SIGINT
    except InputError as error:
        for problem in error.problems:
            print_error(str(problem), problem.excerpt)
        return 2
    except StrictError as error:
        for notice in error.notices:
            print_error(notice)
        return 2
    except PostkilnError as error:
        print_error(str(error))
        return 2
    except OSError as error:  # what no command explains better, as a full disk
        click.echo(f"postkiln: error: {error.strerror or error}", err=True)
        return 2
    return int(status or 0)
