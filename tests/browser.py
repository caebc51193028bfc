"""JupyterLab as a reader meets it: a server on a copy of the course, a Chromium, and the gestures of a person.

Nothing here is a test. A gesture waits until it has had its effect and raises when the effect does not come.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from nnlib.plots.kit.image import FIGURE

COURSE = ("chapters", "exercises", "solutions", "nbgrader_config.py")
HERE = ("127.0.0.1", "localhost")
# This browser knows no other name: what would leave the machine fails at once, and stands in the list of requests.
FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
START = 120  # seconds for a server or a kernel to start
ANSWER = 30_000  # milliseconds for the page to react
expect.set_options(timeout=ANSWER)
PATIENCE = 150_000  # milliseconds for a whole notebook to run

# The picture as the reader sees it, not its address: ipywidgets gives even an unchanged image a new one.
DIGEST = """async image => {
  const bytes = await (await fetch(image.src)).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, byte => byte.toString(16).padStart(2, '0')).join('');
}"""
# From the press of a key to the next picture on the screen, measured by the page itself.
STOPWATCH = """image => {
  const watch = window.stopwatch = {};
  window.addEventListener('keydown', () => { watch.start ??= performance.now(); }, {capture: true, once: true});
  image.addEventListener('load', () => { watch.stop ??= performance.now(); }, {once: true});
}"""
COMMAND = """([name, args, patience]) => Promise.race([
  window.jupyterapp.commands.execute(name, args).then(() => null),
  new Promise((_, reject) => setTimeout(() => reject(new Error(`${name} takes too long`)), patience)),
])"""
PANEL = """path => {
  const panels = Array.from(window.jupyterapp?.shell?.widgets('main') ?? []);
  return panels.find(panel => panel.context?.path === path);
}"""


# ---- the server -----------------------------------------------------------------------------------


@contextlib.contextmanager
def serve(root, folder):
    """`nnlib lab`, the command of `make lab`, on a copy of the course in `folder`. Gives (address, token)."""
    course = folder / "course"
    for part in COURSE:
        copy = shutil.copytree if (root / part).is_dir() else shutil.copyfile
        course.mkdir(exist_ok=True)
        copy(root / part, course / part)
    environ = _own_jupyter(folder)
    # Two servers that start at once would both choose the first port that is free.
    with socket.create_server(("127.0.0.1", 0)) as asked:
        port = asked.getsockname()[1]
    command = [sys.executable, "-m", "nnlib", "lab", "--teach", "--no-browser", "--port", str(port)]
    log = folder / "server.log"
    with open(log, "w") as out:
        server = subprocess.Popen(
            command, cwd=course, env=environ, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield _address(server, log)
        finally:
            _stop(server)


def _own_jupyter(folder):
    """An environment in which Jupyter reads and writes no folder of the person who runs the tests."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    names += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "XDG_CACHE_HOME")
    own = {name: str(folder / name.lower()) for name in names}
    config = Path(own["JUPYTER_CONFIG_DIR"])
    config.mkdir()
    # The gestures below ask the page which cell is where, and whether the kernel is busy.
    (config / "jupyter_lab_config.json").write_text('{"LabApp": {"expose_app_in_browser": true}}')
    return os.environ | own


def _address(server, log):
    """(address, token) that the server prints, once somebody answers there."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and server.poll() is None:
        if found := re.search(r"(http://[\d.]+:\d+)\S*token=(\w+)", log.read_text()):
            address = urlsplit(found[1])
            with contextlib.suppress(OSError):
                socket.create_connection((address.hostname, address.port), 1).close()
                return found.groups()
        time.sleep(0.05)
    raise RuntimeError(f"no server after {START} s: {log.read_text()}")


def _stop(server):
    """Ask the server to end, so that it ends its kernels too; then make sure."""
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


# ---- the browser ----------------------------------------------------------------------------------


@contextlib.contextmanager
def browse(chromium, address, token, album):
    """A Lab: JupyterLab's page in a headless Chromium. Pictures of it go into the folder `album`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(ANSWER)
            lab = Lab(page, album)
            page.goto(f"{address}/lab?token={token}&reset", wait_until="domcontentloaded")
            page.wait_for_function("window.jupyterapp?.shell", timeout=START * 1000)
            page.evaluate("() => window.jupyterapp.restored")
            yield lab
        finally:
            browser.close()


class Lab:
    """JupyterLab's page, and a record of what it asked for and complained of."""

    def __init__(self, page, album):
        self.page, self.album = page, album
        self.requests, self.complaints, self.times = [], [], {}
        page.context.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.on("console", self._hear)

    def _hear(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def strangers(self):
        """The requests that meant another machine."""
        inside = ("data:", "blob:", "about:", "chrome-error:")
        return [
            url
            for url in self.requests
            if not url.startswith(inside) and urlsplit(url).hostname not in HERE
        ]

    def photograph(self, name):
        self.page.screenshot(path=self.album / f"{name}.png")

    def note(self, name, milliseconds):
        """Keep a measured time; all of them lie beside the pictures."""
        self.times[name] = round(milliseconds)
        (self.album / "milliseconds.json").write_text(json.dumps(self.times, indent=1))

    def command(self, name, **arguments):
        """One of JupyterLab's commands, by its name; returns when it is done."""
        self.page.evaluate(COMMAND, [name, arguments, PATIENCE])

    def theme(self, name):
        """JupyterLab Light or JupyterLab Dark."""
        self.command("apputils:change-theme", theme=name)
        self.page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=name)

    def menu(self, menu, item):
        """Choose an item from the menu bar."""
        self.page.locator(".lm-MenuBar-item", has_text=menu).click()
        self.page.locator(".lm-Menu-item:visible", has_text=item).click()

    def open(self, path):
        """A notebook, from the course's top folder, once its kernel is ready."""
        self.command("docmanager:open", path=path)
        return self.opened(path)

    def close(self, notebook):
        """Shut the notebook's kernel down and close its tab."""
        notebook.ask("panel.sessionContext.shutdown().then(() => panel.dispose())")

    def opened(self, path):
        """The notebook that somebody has opened, once its kernel is ready."""
        notebook = Notebook(self, path)
        notebook.wait_until_idle()
        return notebook


class Notebook:
    """One notebook in its tab."""

    def __init__(self, lab, path):
        self.lab, self.page, self.path = lab, lab.page, path

    def ask(self, question, *arguments):
        """The answer to a JavaScript expression over the notebook's `panel` and `args`."""
        return self.page.evaluate(self._about(question), [self.path, *arguments])

    def wait(self, condition, *arguments, seconds=ANSWER / 1000):
        """Wait until such an expression is true."""
        self.page.wait_for_function(
            self._about(condition), arg=[self.path, *arguments], timeout=seconds * 1000
        )

    @staticmethod
    def _about(expression):
        return f"([path, ...args]) => {{ const panel = ({PANEL})(path); return {expression}; }}"

    def wait_until_idle(self):
        self.wait("panel?.sessionContext?.session?.kernel?.status === 'idle'", seconds=START)

    def show(self):
        """Bring the notebook's tab to the front."""
        self.ask("window.jupyterapp.shell.activateById(panel.id)")
        self.body.wait_for()

    @property
    def body(self):
        return self.page.locator(f"[id='{self.ask('panel.id')}'] .jp-Notebook")

    def run_all(self):
        """Run every cell by the menu's command, and wait for the last."""
        self.show()
        self.lab.command("notebook:run-all-cells")

    def cells(self):
        """Every code cell: its number among all cells, source, how often run, and its outputs."""
        return self.ask("""panel.content.widgets.map((cell, number) => ({
            number, type: cell.model.type, id: cell.model.id, source: cell.model.sharedModel.getSource(),
            count: cell.model.executionCount, outputs: cell.model.outputs?.toJSON()})
        ).filter(cell => cell.type === 'code')""")

    def errors(self):
        """(source, message) of every cell that shows an error."""
        return [
            (cell["source"], f"{output['ename']}: {output['evalue']}")
            for cell in self.cells()
            for output in cell["outputs"]
            if output["output_type"] == "error"
        ]

    def cell(self, *, id=None, source=None):
        """The first code cell with this id, or with this text in its source."""
        for found in self.cells():
            if found["id"] == id or (source is not None and source in found["source"]):
                return Cell(self, found["number"])
        raise LookupError(f"{self.path} has no cell with {id or source}")


class Cell:
    """One cell of a notebook, as a person uses it."""

    def __init__(self, notebook, number):
        self.notebook, self.page, self.number = notebook, notebook.page, number
        self.box = notebook.body.locator(".jp-Cell").nth(number)
        self.output = self.box.locator(".jp-Cell-outputArea")
        self.editor = self.box.locator(".jp-InputArea-editor .cm-content")

    def source(self):
        return self.notebook.ask(
            f"panel.content.widgets[{self.number}].model.sharedModel.getSource()"
        )

    def click(self):
        self.box.scroll_into_view_if_needed()
        self.editor.click()

    def write(self, code):
        """Replace the cell's text by typing. The editor indents after a colon and keeps the indentation."""
        self.click()
        self.page.keyboard.press("Control+A")
        for number, line in enumerate(code.splitlines()):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(line.strip())
        assert self.source() == code, f"typed {code!r}, but the cell says {self.source()!r}"

    def run_again(self):
        """Run the cell without opening it, folded as it may be."""
        self.notebook.ask(f"panel.content.activeCellIndex = {self.number}")
        self.notebook.lab.command("notebook:run-cell")

    def run(self):
        """Shift+Enter, and the milliseconds until the kernel has finished. What it printed stands below the cell."""
        count = f"panel.content.widgets[{self.number}].model.executionCount"
        before, start = self.notebook.ask(count), time.perf_counter()
        self.click()
        self.page.keyboard.press("Shift+Enter")
        self.notebook.wait(f"{count} !== null && {count} !== args[0]", before)
        return 1000 * (time.perf_counter() - start)

    def text(self):
        """What stands below the cell."""
        return self.output.inner_text()


class Live:
    """A live figure in the output of a cell: its first slider, the number box beside it, the picture and the words."""

    def __init__(self, cell):
        self.page, self.output = cell.page, cell.output
        self.image = self.output.locator("img.widget-image")
        self.words = self.output.get_by_role("status")
        self.output.scroll_into_view_if_needed()
        self.handles = self.output.locator(".noUi-handle")
        self.boxes = self.output.get_by_role("spinbutton")

    def state(self):
        """(picture, words, number) as they stand now; the picture as a digest of its bytes."""
        return self.image.evaluate(DIGEST), self.words.inner_text(), self.boxes.first.input_value()

    def controls(self):
        """What a person can move: sliders first, then menus, then boxes to tick."""
        kinds = (
            ".noUi-target:not([disabled]) .noUi-handle",
            "select:enabled",
            "input[type=checkbox]:enabled",
        )
        return [control for kind in kinds for control in self.output.locator(kind).all()]

    def move(self, control):
        """Move a control by its keys: one step of a slider, the next entry of a menu, the other side of a box."""
        control.focus()
        if control.evaluate("control => control.tagName") == "SELECT":
            now, last = control.evaluate("menu => [menu.selectedIndex, menu.length - 1]")
            control.select_option(index=now + 1 if now < last else now - 1)
        elif control.get_attribute("type") == "checkbox":
            self.page.keyboard.press("Space")
        else:
            at_end = control.evaluate("handle => handle.ariaValueNow === handle.ariaValueMax")
            self.page.keyboard.press("ArrowLeft" if at_end else "ArrowRight")

    def moves(self):
        """Whether the words follow one of the controls; some do nothing until another has moved."""
        words = self.words.inner_text()
        for control in self.controls():
            self.move(control)
            for _ in range(20):
                if self.words.inner_text() != words:
                    return True
                self.page.wait_for_timeout(100)
        return False

    def press(self, key):
        """Press a key on the slider's handle; the milliseconds until the next picture is there."""
        self.handles.first.scroll_into_view_if_needed()
        self.handles.first.focus()
        self.image.evaluate(STOPWATCH)
        self.page.keyboard.press(key)
        self.page.wait_for_function("window.stopwatch.stop")
        return self.page.evaluate("window.stopwatch.stop - window.stopwatch.start")

    def enter(self, number):
        """Type a number into the box, and wait for the next picture."""
        self.boxes.first.click()
        self.page.keyboard.press("Control+A")
        self.image.evaluate(STOPWATCH)
        self.page.keyboard.type(f"{number:g}")
        self.page.keyboard.press("Enter")
        self.page.wait_for_function("window.stopwatch.stop")


# ---- a figure in JavaScript, on a page of its own -------------------------------------------------

DARK = """data-jp-theme-light="false" style="background: #111; color: #fff; --jp-ui-font-color1: #ddd;
  --jp-content-font-color1: #ddd; --jp-layout-color1: #111; --jp-layout-color2: #222; --jp-border-color1: #888;
  --jp-border-color2: #616161" """
ALONE = """<!doctype html><html lang="en"><head><title>figure</title></head><body {theme}><main><h1>Figure</h1>
  <div id="here"></div></main></body></html>"""
# How many values an attribute takes in a second.
PLACES = """([part, name]) => new Promise(done => {
  const seen = new Set(), start = performance.now();
  const look = now => {
    seen.add(part.getAttribute(name));
    if (now - start < 3000 && seen.size < 4) requestAnimationFrame(look); else done(seen.size);
  };
  requestAnimationFrame(look);
})"""


@contextlib.contextmanager
def alone(chromium):
    """A browser with one page, for figures in JavaScript without a kernel; what a page complains of fails."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page, complaints = browser.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield Alone(page)
        browser.close()
    assert complaints == [], complaints


class Alone:
    """One figure on an empty page."""

    def __init__(self, page):
        self.page = page

    def open(self, widget, still=True, theme="", width=1024, height=700):
        """Render the widget's module with its state; `still` asks for little movement."""
        figure = widget._repr_mimebundle_()
        figure = (figure[0] if isinstance(figure, tuple) else figure)[FIGURE]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(reduced_motion="reduce" if still else "no-preference")
        self.page.goto("about:blank")  # a fresh document: an old one keeps what the pointer held
        self.page.set_content(ALONE.format(theme=theme))
        self.page.mouse.move(1, 1)
        self.page.evaluate(start_of("figure"), [figure["esm"], figure["state"]])
        return self.page.locator("#here")

    def ask(self, function, *arguments):
        """What a function of the figure's module answers."""
        return self.page.evaluate("([name, args]) => figure[name](...args)", [function, arguments])

    @property
    def state(self):
        """What the widget's model has been told."""
        return self.page.evaluate("window.model.state")

    def drag(self, part, by):
        """Take the middle of a part into the hand, and carry it so many pixels to the right and down."""
        box = part.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + by[0], y + by[1], steps=5)
        self.page.mouse.up()

    def moves(self, part, name="transform"):
        """How many values an attribute of a part takes in three seconds; four are enough to know."""
        return self.page.evaluate(PLACES, [part.element_handle(), name])

    def faults(self, make, desk=(1024, 700), phone=(390, 1400)):
        """What is too large or not accessible, in both themes, at a desk and on a telephone."""
        found = []
        for theme in ("", DARK):
            for width, height in (desk, phone):
                self.open(make(), theme=theme, width=width, height=height)
                size = self.page.evaluate(
                    "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
                )
                found += [(width, size)] if size[0] > width or size[1] > height else []
                rules = Axe().run(self.page).response["violations"]
                found += [(rule["id"], rule["nodes"][0]["html"][:150]) for rule in rules]
        return found


def start_of(name):
    """JavaScript that loads a figure's module as `window.<name>` and renders it into `#here`, without a kernel.

    Its model, `window.model`, keeps what it is told, and remembers what was sent.
    """
    return RENDERED.replace("NAME", name)


RENDERED = """async ([code, state]) => {
  const url = URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));
  window.NAME = await import(url);
  const listeners = {};
  window.model = {
    state, sent: [],
    get: key => state[key],
    set: (key, value) => { state[key] = value; },
    save_changes: () => {},
    send: message => window.model.sent.push(message),
    on: (names, call) => names.split(' ').forEach(name => { listeners[name] = call; }),
    off: () => {},
    hear: message => listeners['msg:custom'](message),
    tell: (key, value) => { state[key] = value; listeners[`change:${key}`](); },
  };
  window.NAME.default.render({model: window.model, el: document.getElementById('here')});
}"""
