"""The book's pages in a browser, opened from files: everything moves, nothing is fetched, no serious finding of axe."""

import json
import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from nnlib.course.notebooks import PACKAGE

ROOT = PACKAGE.parent
SITE = ROOT / os.environ.get(
    "NNLIB_TEST_SITE", "build/site"
)  # `make test-pages` names the short one
PAGES = sorted(
    p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html") if "_static" not in p.parts
)


def parts_of(name):
    """The parts of a page, as its script holds them: {id of the cell: part}."""
    script = SITE / "_static" / "parts" / f"{name.rpartition('/')[2][:-5]}.js"
    text = script.read_text(encoding="utf-8") if script.is_file() else ""
    return {
        k: json.loads(v) for k, v in re.findall(r'^nnBook.parts\["(.+?)"\] = (.+);$', text, re.M)
    }


def kinds(parts):
    """The kinds of some parts, and of the parts in them."""
    return {p["kind"] for p in parts} | {k for p in parts for k in kinds(p.get("parts", ()))}


MOVES = {name: kinds(parts_of(name).values()) for name in PAGES if name.startswith("chapters")}
MOVES = {name: found for name, found in MOVES.items() if found}
WHOLE = len(MOVES) == 13
# Of the short site, a browser opens what moves and one page of each other kind.
FEW = {"index.html", "search.html", "chapters/07_backprop.html", "exercises/07_backprop.html"}
FEW |= {f"reference/{name}.html" for name in ("index", "activations", "source_activations")}
OPENED = [name for name in PAGES if WHOLE or name in FEW or name in MOVES]
LARGEST = 1_000_000  # bytes of a page and of the data of its parts, without pictures
TURN = re.compile(r"data:image/png;base64")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield program
        program.close()


def opened(browser, name, theme="light", width=1024):
    """The page, all of its parts built; and what went wrong on the way: errors, and whatever left the folder."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=theme)
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    ours = (SITE.as_uri(), "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(ours) else wrong.append(f"left: {r.url}"))
    page.goto(f"{SITE.as_uri()}/{name}")
    page.evaluate("window.MathJax && window.MathJax.startup.promise")
    for part in page.locator(".nn-part").all():
        part.scroll_into_view_if_needed()
        page.wait_for_function("part => part.dataset.built", arg=part.element_handle())
    return page, wrong


def test_all_pages_are_there():
    for folder in ("chapters", "exercises"):
        assert sum(name.startswith(folder) for name in PAGES) == 13
    assert {"index.html", "search.html", "reference/index.html"} <= set(PAGES)
    assert FEW <= set(OPENED) and len(MOVES) in (2, 13)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_small_and_holds_no_answer(name):
    text = (SITE / name).read_text(encoding="utf-8")
    parts = SITE / "_static" / "parts" / f"{name.rpartition('/')[2][:-5]}.js"
    data = parts.stat().st_size if name.startswith("chapters/") else 0
    assert len(text.encode()) + data < LARGEST
    assert not TURN.search(text)
    assert "BEGIN SOLUTION" not in text and "BEGIN HIDDEN" not in text


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", OPENED)
def test_a_page_works_from_a_file_on_a_phone_and_axe_finds_nothing_serious(browser, name, theme):
    page, wrong = opened(browser, name, theme, width=390)
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = [
        (v["id"], [node["target"] for node in v["nodes"][:3]])
        for v in Axe().run(page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    page.close()
    assert found == []


@pytest.mark.parametrize("name", [name for name in MOVES if "strip" in MOVES[name]])
def test_sliders_move_pictures_and_words(browser, name):
    page, _ = opened(browser, name)
    strip = page.locator(".nn-strip").filter(has=page.locator("input[type=range]")).first
    before = strip.locator("img").get_attribute("src"), strip.locator("[role=status]").inner_text()
    handle = strip.locator("input[type=range]").first
    at_end = handle.evaluate("handle => handle.value === handle.max")
    handle.press("ArrowLeft" if at_end else "ArrowRight")
    after = strip.locator("img").get_attribute("src"), strip.locator("[role=status]").inner_text()
    assert before[0] != after[0] and before[1] != after[1]
    assert strip.locator("img").get_attribute("alt") == after[1]
    page.wait_for_function(
        "image => image.complete && image.naturalWidth", arg=strip.locator("img").element_handle()
    )
    page.close()


@pytest.mark.parametrize("name", [name for name in MOVES if "guess" in MOVES[name]])
def test_a_prediction_is_kept_then_compared(browser, name):
    page, _ = opened(browser, name)
    asked = next(part for part in parts_of(name).values() if part["kind"] == "guess")
    said, other = asked["options"][0], asked["options"][1]
    guess = page.locator(".nn-guess.nn-part").filter(has_text=asked["question"]).first
    assert guess.get_by_role("button", name="Commit").is_disabled()
    guess.get_by_role("radio", name=said, exact=True).check()
    guess.get_by_role("button", name="Commit").press("Enter")
    assert guess.get_by_role("radio", name=other, exact=True).is_disabled()
    guess.get_by_role("button", name="Compare").press("Enter")
    told = f"You said {said}. The answer is {asked['answer']}."
    assert guess.get_by_role("status").inner_text().startswith(told)
    page.close()


@pytest.mark.parametrize("name", ["index.html", *(n for n in MOVES if "module" in MOVES[n])])
def test_the_showpieces_draw_themselves(browser, name):
    page, wrong = opened(browser, name)
    modules = page.locator(".nn-module")
    drawn = modules.filter(has=page.locator("svg, canvas, button"))
    assert drawn.count() == modules.count() > 0 and wrong == []
    page.close()


def test_the_search_finds_a_chapter(browser):
    page, _ = opened(browser, "search.html")
    page.goto(f"{SITE.as_uri()}/search.html?q=backpropagation")
    page.locator("#search-results a", has_text="Backpropagation").first.wait_for()
    page.close()
