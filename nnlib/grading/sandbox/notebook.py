"""A cell as a notebook runs it, inside the sandbox: IPython runs it, and what it shows is kept as a notebook's outputs.

It stands alone: it needs IPython, the standard library, effects.py and protocol.py. Only processes that run whole
notebooks load it.
"""

import contextlib
import io
import sys
import types
import warnings

from effects import described
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

TEXT, IMAGES, MANY = 200_000, 4 << 20, 100  # characters, bytes, and outputs of one cell
KINDS = (
    "text/plain",
    "image/png",
)  # what is kept of an output: nothing that could run in a browser


class Outputs:
    """What a cell shows, in its order and within bounds."""

    def __init__(self):
        self.kept, self.block, self.room, self.images = [], b"", TEXT, IMAGES

    def text(self, name, text):
        """What was written to a stream."""
        text = text[: self.room]
        self.room -= len(text)
        if self.kept and self.kept[-1].get("name") == name:
            self.kept[-1]["text"] += text
        elif text and len(self.kept) < MANY:
            self.kept.append({"kind": "stream", "name": name, "text": text})

    def data(self, kind, data):
        """What was displayed, or the value of the last line."""
        output = {"kind": kind, "text/plain": str(data.get("text/plain", ""))[: self.room]}
        self.room -= len(output["text/plain"])
        image = data.get("image/png")
        if isinstance(image, bytes) and len(image) <= self.images:
            output["image/png"] = [len(self.block), len(image)]
            self.block += image
            self.images -= len(image)
        if len(self.kept) < MANY:
            self.kept.append(output)


class Stream(io.TextIOBase):
    """A stream of the cell's."""

    def __init__(self, outputs, name):
        self.outputs, self.name = outputs, name

    def writable(self):
        return True

    def write(self, text):
        self.outputs.text(self.name, str(text))
        return len(text)


class Shown(DisplayHook):
    """Keeps the value of a cell's last line."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shell.outputs.data("execute_result", format_dict)

    def finish_displayhook(self):
        pass


class Displayed(DisplayPublisher):
    """Keeps what `display` is given."""

    def publish(self, data, metadata=None, **_):
        self.shell.outputs.data("display_data", data)


class Named(CachingCompiler):
    """Names a cell's code as the grader does, so that an error tells its line."""

    file = "<cell>"

    def get_code_name(self, raw_code, transformed_code, number):
        return self.file


class Shell(InteractiveShell):
    """IPython without a terminal or a kernel around it."""

    displayhook_class = Type(Shown)
    display_pub_class = Type(Displayed)
    compiler_class = Type(Named)
    outputs = Outputs()

    def enable_gui(self, gui=None):
        pass

    def _showtraceback(self, etype, evalue, stb):
        pass

    def showsyntaxerror(self, filename=None, running_compiled_code=False):
        pass


class Notebook:
    """One notebook: its names, and the cells that have run in it."""

    def __init__(self, names):
        module = types.ModuleType("__main__")
        module.__dict__.update(names)
        sys.modules["__main__"] = module
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        self.shell = Shell.instance(config=config, user_module=module, user_ns=module.__dict__)
        self.names = self.shell.user_ns

    def run(self, source, file):
        """Run one cell; returns (reply, block): its outputs, what it warned of, and the error it ended in."""
        shell, outputs = self.shell, Outputs()
        shell.outputs, shell.compile.file = outputs, file
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            with (
                contextlib.redirect_stdout(Stream(outputs, "stdout")),
                contextlib.redirect_stderr(Stream(outputs, "stderr")),
            ):
                done = shell.run_cell(source, store_history=True)
        error = done.error_before_exec or done.error_in_exec
        reply = {"outputs": outputs.kept, "warned": [str(w.message)[:200] for w in caught[:3]]}
        if error is not None:
            reply["raised"] = described(error)
        return reply, outputs.block
