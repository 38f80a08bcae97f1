"""The house's parts for templates: `{% load wayhome %}`. Each tag's docstring shows its use."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page

from wayhome.web.evidence import Told, tell

register = template.Library()


@register.inclusion_tag("web/parts/back_link.html")
def back_link(url: str, text: str = "") -> dict[str, Any]:
    """`{% back_link url %}` or with words of your own."""
    return {"url": url, "text": text}


@register.inclusion_tag("web/parts/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """`{% breadcrumbs home_url "Home" people_url "People" %}`: address, words, in turn; never a person's name."""
    return {"steps": list(zip(steps[::2], steps[1::2], strict=True))}


@register.inclusion_tag("web/parts/banner.html")
def banner(text: str, kind: str = "note", title: str = "") -> dict[str, Any]:
    """`{% banner "Saved." kind="done" %}`: "note", "done" or "care" (please look here)."""
    return {"text": text, "kind": kind, "title": title}


@register.inclusion_tag("web/parts/standing.html")
def standing_banner(text: str) -> dict[str, Any]:
    """`{% standing_banner "The search stands still." %}` inside `{% block banner %}`: a state until it ends."""
    return {"text": text}


@register.inclusion_tag("web/parts/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """`{% summary_list rows %}`: pairs (what, value). An empty value says so in words."""
    return {"rows": [(row[0], row[1]) for row in rows]}


@register.inclusion_tag("web/parts/table.html")
def table(
    caption: str, head: Sequence[Any], rows: Iterable[Sequence[Any]], numeric: str = "", show_caption: bool = True
) -> dict[str, Any]:
    """`{% table caption head rows numeric="2,3" %}`: columns named in `numeric` (from 1) stand to the right.

    The first cell of each row is its header. Cells are escaped; a link comes in as `format_html`.
    """
    right = {int(column) for column in numeric.split(",") if column.strip()}
    return {
        "caption": caption,
        "show_caption": show_caption,
        "head": [(cell, number in right) for number, cell in enumerate(head, 1)],
        "rows": [[(cell, number in right) for number, cell in enumerate(row, 1)] for row in rows],
    }


@register.inclusion_tag("web/parts/pagination.html")
def pagination(page: "Page[Any]", parameter: str = "page") -> dict[str, Any]:
    """`{% pagination page %}` for a Django page; nothing appears when there is only one."""
    return {"page": page, "parameter": parameter}


@register.inclusion_tag("web/parts/empty.html")
def empty_state(text: str) -> dict[str, Any]:
    """`{% empty_state "No lists have been imported yet." %}`. Never for an outside sentence about a person."""
    return {"text": text}


@register.inclusion_tag("web/parts/confirm.html", takes_context=True)
def confirm_button(context: template.Context, action: str, text: str, kind: str = "") -> dict[str, Any]:
    """`{% confirm_button url "Put the list in" %}`: a form of one button. `kind`: "", "secondary" or "warning"."""
    return {"action": action, "text": text, "kind": kind, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/progress.html")
def progress(url: str, done: int, total: int, text: str) -> dict[str, Any]:
    """`{% progress url done total "Reading the list" %}` inside the view that `url` names.

    With JavaScript htmx asks `url` again every two seconds and replaces the part; without it a plain link does.
    When all is done nothing is asked any more.
    """
    return {"url": url, "done": done, "total": total, "text": text, "finished": done >= total}


@register.inclusion_tag("web/parts/evidence.html")
def evidence(findings: Iterable[Told], total: float | None = None) -> dict[str, Any]:
    """`{% evidence findings %}`: (sentence, bits, verdict) triples; verdict "for", "against" or "silent".

    `total` is the comparison's own sum where it also holds something no finding shows.
    """
    return {"account": tell(findings, total)}
