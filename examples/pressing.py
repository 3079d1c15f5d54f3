"""Presses a button of a page without a browser: the form around it, as a browser would send it."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """The forms of a page: address, what each field holds, and the words of its buttons."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self._select = self._text = ""
        self._button: dict | None = None
        self.feed(page)

    def with_button(self, words: str) -> tuple[str, dict[str, list[str]]]:
        """Address and values of the form that holds the button with these words."""
        for form in self.forms:
            for button in form["buttons"]:
                if " ".join(button["words"].split()) == words:
                    sent = {button["name"]: [button.get("value", "")]} if button.get("name") else {}
                    return button.get("formaction") or form["action"], form["values"] | sent
        raise LookupError(f"No form has the button «{words}»")

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append({"action": given.get("action") or "", "values": {}, "buttons": []})
        if not self.forms:
            return
        if tag == "input" and given.get("name"):
            self._input(given)
        elif tag == "select":
            self._select = given.get("name") or ""
        elif tag == "option" and self._select and "selected" in given:
            self._add(self._select, given.get("value") or "")
        elif tag == "textarea":
            self._text = given.get("name") or ""
        elif tag == "button":
            self._button = given | {"words": ""}

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._button["words"] += data
        elif self._text:
            self._add(self._text, data.removeprefix("\n"))
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "button" and self._button is not None:
            self.forms[-1]["buttons"].append(self._button)
            self._button = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""

    def _input(self, given: dict) -> None:
        kind = given.get("type") or "text"
        if kind in {"submit", "file"} or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        self._add(given["name"], given.get("value") or ("on" if kind == "checkbox" else ""))

    def _add(self, name: str, value: str) -> None:
        self.forms[-1]["values"].setdefault(name, []).append(value)
