"""The moving picture of the README: the board learns, and a check names a slip. Taken from the built site, in Chromium.

python site/picture.py build/site chapters/pictures/moving.gif
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from nnlib.grading import examine

SIZE = {"width": 720, "height": 520}
CODE = "def relu_backward(dout, a):\n    return dout * (a >= 0)\n\n\ncheck(relu_backward)\n"
PAGE = """<body style="margin:0;padding:2em;background:#fff;color:#111;font:13.5px/1.6 monospace">
<pre style="background:#f3f4f6;padding:1em;font:inherit;white-space:pre-wrap">{code}</pre>
<pre style="color:#9b1c1c;font:inherit;white-space:pre-wrap">{said}</pre></body>"""


def relu_backward(dout, a):
    """The answer of the picture: it lets dout through at 0."""
    return dout * (a >= 0)


def check_frames(page):
    """(image, milliseconds) while the answer is typed, and then what the check really says of it."""
    said = str(examine("relu_backward", relu_backward))
    for end in (*range(0, len(CODE), 9), len(CODE)):
        page.set_content(PAGE.format(code=CODE[:end].replace(">", "&gt;"), said=""))
        yield shot(page), 120
    page.set_content(PAGE.format(code=CODE.replace(">", "&gt;"), said=said.replace(">", "&gt;")))
    yield shot(page), 4500


def board_frames(page, site):
    """(image, milliseconds) of the front page's board: it stands, then its rule moves the line."""
    page.goto(f"{site.resolve().as_uri()}/index.html")
    page.locator(".nn-part[data-built]").wait_for()
    page.locator(".nn-part").evaluate("el => document.body.replaceChildren(el)")
    page.evaluate("window.scrollTo(0, 0)")
    yield shot(page), 1500
    labels = [(b, b.text_content().lower()) for b in page.locator("button").all()]
    walk = next((b for b, label in labels if "settle" in label), None)
    if walk is None:
        raise SystemExit("the board has no button that lets the rule walk until it settles")
    walk.evaluate("button => button.click()")
    for _ in range(26):
        page.wait_for_timeout(120)
        yield shot(page), 200
    yield shot(page), 2000


def shot(page):
    """The page as an image of few colours."""
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return image.quantize(64, dither=Image.Dither.NONE)


def main(site: Path, target: Path):
    """Write the moving picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        frames = [*board_frames(page, site), *check_frames(page)]
        browser.close()
    (first, _), *rest = frames
    first.save(
        target,
        save_all=True,
        append_images=[image for image, _ in rest],
        duration=[wait for _, wait in frames],
        loop=0,
        optimize=True,
    )
    print(f"{target}: {len(frames)} frames, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
