"""Django's form fields, each written in one go: a template for every option of a list took longer than reading a page of cases.

What is written is what Django's own templates write, but for white space; a test lays the two side by side. A widget with
a template of its own goes to that template as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]  # what `Widget.get_context` tells of one, or of one of its options


class Renderer(DjangoTemplates):
    """Draws by `DRAWN` what is in it, all else by templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)  # type: ignore[return-value]  # templates give safe text
        return mark_safe(draw(context["widget"]))  # noqa: S308 -- each part of it is escaped


def written(value: object) -> str:
    """As templates write it: escaped, unless it is marked as safe."""
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)


def _attributes(widget: Widget) -> str:
    given = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{written(value)}"' for name, value in given)


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{written(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{written(widget["name"])}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    words = written(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{written(widget["name"])}"{_attributes(widget)}>\n{words}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{written(widget["name"])}"{_attributes(widget)}>{groups}</select>'


def _group(name: str | None, options: list[Widget]) -> str:
    drawn = "".join(map(_part, options))
    return f'<optgroup label="{written(name)}">{drawn}</optgroup>' if name else drawn


def _option(widget: Widget) -> str:
    value, label = written(widget["value"]), written(widget["label"])
    return f'<option value="{value}"{_attributes(widget)}>{label}</option>'


def _several(widget: Widget) -> str:
    """Radio buttons or boxes, one below the other."""
    named = ((name, widget["attrs"].get(name)) for name in ("id", "class"))
    around = "".join(f' {name}="{written(value)}"' for name, value in named if value)
    groups = "".join(_heap(name, options) for name, options, _ in widget["optgroups"])
    return f"<div{around}>{groups}</div>"


def _heap(name: str | None, options: list[Widget]) -> str:
    drawn = "".join(f"<div>{_part(option)}</div>" for option in options)
    return f"<div><label>{written(name)}</label>{drawn}</div>" if name else drawn


def _choice(widget: Widget) -> str:
    """One of them, with its words where it is not drawn beside words of ours."""
    if not widget.get("wrap_label"):
        return _input(widget)
    target = widget["attrs"].get("id")
    points = f' for="{written(target)}"' if target else ""
    return f"<label{points}>{_input(widget)} {written(widget['label'])}</label>"


def _part(option: Widget) -> str:
    """Raises KeyError for options of a widget of ours that are drawn in another way: it then needs a template of its own."""
    return DRAWN[option["template_name"]](option)


PLAIN = ("checkbox", "color", "date", "datetime", "email", "file", "hidden", "input", "number", "password", "search", "tel", "text", "time", "url")  # fmt: skip
DRAWN: dict[str, Callable[[Widget], str]] = {
    f"django/forms/widgets/{name}.html": draw
    for name, draw in {
        **dict.fromkeys(PLAIN, _input),
        "textarea": _textarea,
        "select": _select,
        "select_option": _option,
        "radio": _several,
        "checkbox_select": _several,
        "radio_option": _choice,
        "checkbox_option": _choice,
    }.items()
}
