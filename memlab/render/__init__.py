"""Pictures: snapshot -> scene (what is shown, plain data) -> text, DOT or SVG (how)."""
