"""What lies between two schemas, and the SQL that was proven to lead from one to the other."""

from __future__ import annotations

from dataclasses import replace

from difftool.diff.compare import roots
from difftool.model.drift import Difference
from difftool.report.encode import block, code, redacted, visible
from difftool.report.grouped import change_lines
from difftool.report.json_text import json_text
from difftool.report.layout import counted, text_of, wrapped
from difftool.report.sentences import change_sentence
from difftool.report.style import PLAIN, WIDTH, Style


def difference_text(difference: Difference, width: int = WIDTH, style: Style = PLAIN) -> str:
    if not difference.changes:
        return text_of(["no differences", *_remarks(difference, width)])
    lines = change_lines(difference.changes, width, style, indent="")
    lines += [_proof(difference), *_remarks(difference, width)]
    return text_of(lines)


def _proof(difference: Difference) -> str:
    return f"{counted(len(difference.statements), 'statement')}, proven on PostgreSQL {difference.proven_on}"


def _remarks(difference: Difference, width: int) -> list[str]:
    lines = [line for told in difference.information for line in wrapped(visible(told), width)]
    if difference.not_compared:
        lines += wrapped(f"Not compared: {visible(', '.join(difference.not_compared))}.", width)
    return lines


def difference_markdown(difference: Difference) -> str:
    """Every text of the databases stands in code, where it cannot act as markup."""
    difference = _to_be_read(difference)
    if not difference.changes:
        parts = ["No differences."]
    else:
        told = [f"- {code(change_sentence(change))}" for change in roots(difference.changes)]
        parts = ["\n".join(told), f"{_proof(difference)}:", block(difference.sql)]
    parts += ["\n".join(f"- {code(told)}" for told in difference.information)] if difference.information else []
    if difference.not_compared:
        parts.append(f"Not compared: {', '.join(map(code, difference.not_compared))}")
    return "\n\n".join(parts) + "\n"


def difference_json(difference: Difference) -> str:
    return json_text(_to_be_read(difference))


def _to_be_read(difference: Difference) -> Difference:
    """Without the passwords of servers and the like, which only the script itself must have."""
    return replace(difference, statements=tuple(map(redacted, difference.statements)), sql=redacted(difference.sql))
