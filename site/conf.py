"""Sphinx's settings for the book on the web. Everything that a page loads lies beside it."""

project = "nnlib"
author = "the authors of nnlib"
copyright = "text and figures under CC BY-SA 4.0"
extensions = ["myst_nb"]
exclude_patterns = []

nb_execution_mode = "off"  # the chapters were executed by `nnlib run`
nb_render_markdown_format = "myst"
nb_ipywidgets_js = {}
myst_enable_extensions = ["dollarmath", "alert"]
myst_heading_anchors = 3
myst_update_mathjax = False
suppress_warnings = ["mystnb.unknown_mime_type", "myst.header", "misc.highlighting_failure"]

mathjax_path = "mathjax/tex-mml-svg.js"
mathjax3_config = {
    "tex": {"inlineMath": [["\\(", "\\)"]], "displayMath": [["\\[", "\\]"]]},
    "options": {"enableMenu": False},
    "startup": {"typeset": True},
}

html_theme = "sphinx_book_theme"
html_title = "nnlib: neural networks you can check"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_context = {"default_mode": "auto"}
html_theme_options = {
    "navbar_persistent": [],
    "home_page_in_toc": True,
    "show_navbar_depth": 1,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
