"""The look: dyes, cloths, stylesheet, fonts, macros, theme, fixed texts and formats."""
