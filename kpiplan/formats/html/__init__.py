"""Pages that browsers show and print, and their charts as pictures: HTML, SVG, PNG."""
