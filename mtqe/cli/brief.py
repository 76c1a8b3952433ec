"""Help in two lengths: `--help` lists the options that most users need, `--help-all` lists all of them."""

from __future__ import annotations

from typing import Any

import click

MOST = 10
"""Options: so many at most are in the short help of a command, beside `--help` and `--help-all`."""
HELP_ALL = "--help-all"
_WHOLE = "mtqe.whole_help"
"""The key in the memory of a context that says that all options are listed."""


class Command(click.Command):
    """A command with many options.

    Args:
        common: The options of the short help with spaces between them, such as `-o --json`.
    """

    def __init__(self, *args: Any, common: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.common = frozenset(common.split())
        self.params.append(_option("Show all options and exit."))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the common options, or all if `--help-all` or `whole` asked for them."""
        if _WHOLE in ctx.meta:
            super().format_options(ctx, formatter)
            return
        shown = self.common.union(ctx.help_option_names, [HELP_ALL])
        options = [param for param in self.get_params(ctx) if shown.intersection(param.opts)]
        records = [param.get_help_record(ctx) for param in options]
        with formatter.section("Options"):
            formatter.write_dl([record for record in records if record])


def whole(context: click.Context) -> str:
    """The help of a command with all of its options."""
    context.meta[_WHOLE] = True
    return context.get_help()


def with_help_all(command: click.Command) -> click.Command:
    """The same command; it and its subcommands accept `--help-all`, which is listed only where it shows more."""
    if not any(HELP_ALL in param.opts for param in command.params):
        command.params.append(_option("Show this message and exit.", hidden=True))
    if isinstance(command, click.Group):
        for part in command.commands.values():
            with_help_all(part)
    return command


def _option(text: str, hidden: bool = False) -> click.Option:
    return click.Option(
        [HELP_ALL], is_flag=True, expose_value=False, is_eager=True, callback=_show, help=text, hidden=hidden
    )


def _show(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(whole(ctx))
        ctx.exit()
