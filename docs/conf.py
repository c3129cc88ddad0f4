"""How the documentation is built. Nothing here needs the network."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

project = "Ionwright"
author = "the Ionwright developers"
copyright = "2026, the Ionwright developers"
version = release = version_of("ionwright")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "api_pages",
    "cli_pages",
    "data_pages",
    "examples_pages",
    "mathml",
]

# A section that has no pages yet is left out, its index too.
PAGES = {".md", ".ipynb"}
EMPTY = [
    section
    for section in ("tutorials", "how-to", "explanation")
    if sum(path.suffix in PAGES for path in (HERE / section).glob("*")) < 2
]
EMPTY += [] if list((HERE.parent / "examples").glob("*.py")) else ["examples"]
exclude_patterns = ["_build", "_ext", *(f"{section}/index.md" for section in EMPTY)]
suppress_warnings = ["toc.excluded", "toc.not_readable"] if EMPTY else []

nb_execution_mode = "off"
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"exclude-members": "model_config, __init__, __new__"}
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False

html_theme = "pydata_sphinx_theme"
html_title = "Ionwright"
html_math_renderer = "mathml"
html_static_path = ["_static"]
html_css_files = ["ionwright.css"]
html_show_sourcelink = False
html_theme_options = {
    "show_prev_next": False,
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
}
